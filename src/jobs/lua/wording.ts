import { alike, CliFailure, UsageError } from '../../base/errors.js'

/**
 * Says the refusal of a request in the words of a script: there `--page-size` is `page_size`, and `--merge` is
 * `merge=true`. Commands named in it keep their flags.
 */
export async function inScriptWords<T>(build: () => Promise<T>): Promise<T> {
  try {
    return await build()
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    const { code, details, cause } = error
    throw new UsageError(reworded(error.message), {
      code,
      cause,
      details: typeof details === 'string' ? reworded(details) : details,
      hint: error.hint === undefined ? undefined : reworded(error.hint),
    })
  }
}

/** The same for a refusal of the tenant: the inputs that it names are a script's; its remedy stays a command. */
export async function refusedInScriptWords<T>(send: () => Promise<T>): Promise<T> {
  try {
    return await send()
  } catch (error) {
    if (!(error instanceof CliFailure)) throw error
    const { code, hint, status, details, requestId } = error
    const named = (text: string) =>
      text.replace(/\(--([a-z][a-z-]*)\)/g, (_, flag: string) => `(${flag.replaceAll('-', '_')})`)
    const said = typeof details === 'string' ? named(details) : details
    throw alike(error, named(error.message), { code, hint, status, details: said, requestId, cause: error.cause })
  }
}

export function reworded(text: string): string {
  return text
    .replace(/--set(-json)? /g, '')
    .replace(/--(merge|replace)\b/g, '$1=true')
    .replace(/--no-validate\b/g, 'validate=false')
    .replace(/(?<![\w-])--(?!(?:help|yes|confirm)\b)([a-z][a-z-]*)/g, (_, flag: string) => flag.replaceAll('-', '_'))
}
