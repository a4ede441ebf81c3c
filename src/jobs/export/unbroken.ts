import { PartialError } from '../../base/errors.js'

/** The rows of a list; that some may be missing at its end is noted instead of thrown. */
export async function* unbroken<T>(rows: AsyncIterable<T>, onChanged: (error: unknown) => void): AsyncGenerator<T> {
  try {
    yield* rows
  } catch (error) {
    if (!(error instanceof PartialError) || error.code !== 'partial.changed') throw error
    onChanged(error)
  }
}
