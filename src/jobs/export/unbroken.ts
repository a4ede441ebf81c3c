import { PartialError } from '../../base/errors.js'

/** The pages of a list; that rows may be missing at its end is noted instead of thrown. */
export async function* unbroken<T>(pages: AsyncIterable<T>, onChanged: (error: unknown) => void): AsyncGenerator<T> {
  try {
    yield* pages
  } catch (error) {
    if (!(error instanceof PartialError) || error.code !== 'partial.changed') throw error
    onChanged(error)
  }
}
