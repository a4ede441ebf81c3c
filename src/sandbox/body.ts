import { Refusal } from './refusal.js'
import { isRow } from './shape.js'

/** Largest JSON body that Logto's parser reads: 1 MiB. */
const limit = 1_048_576

/** A JSON body over the limit: Logto answers it with a bare 404. */
export class TooLarge extends Error {}

/** JSON that cannot be read: Logto answers `{message}` without a code. */
export class Malformed extends Error {}

/**
 * The body of a request: an object or array from JSON, an object from a form, `{}` where there is none.
 * Throws `TooLarge` or `Malformed`.
 */
export async function readBody(request: Request): Promise<unknown> {
  const type = request.headers.get('content-type') ?? ''
  if (type.startsWith('multipart/form-data')) return readForm(request)
  const bytes = await request.arrayBuffer()
  if (bytes.byteLength === 0) return {}
  const text = new TextDecoder().decode(bytes)
  if (type.startsWith('application/x-www-form-urlencoded')) return Object.fromEntries(new URLSearchParams(text))
  if (bytes.byteLength > limit) throw new TooLarge()
  return parseJson(text)
}

function parseJson(text: string): unknown {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new Malformed(error instanceof Error ? error.message : 'not JSON')
  }
  if (!isRow(value) && !Array.isArray(value)) throw new Malformed('only an object or an array is read')
  return value
}

/** A form with a file: its contents are dropped, since no answer needs them. */
async function readForm(request: Request): Promise<unknown> {
  const form = await request.formData().catch(() => {
    throw new Refusal(400, 'guard.invalid_input', 'The request files is invalid.')
  })
  const file = form.get('file')
  if (file instanceof Blob) return { file: file.name }
  throw new Refusal(400, 'guard.invalid_input', 'The request files is invalid.')
}
