import { UsageError } from '../../base/errors.js'
import { askSecret, canAsk } from '../../call/operation/questions.js'
import type { Settings } from '../../call/operation/settings.js'
import type { Sources } from '../../call/request/sources.js'

/** The secrets of a sign-in, by the names of their flags. */
export type SecretFlag =
  | 'password'
  | 'new-password'
  | 'code'
  | 'one-time-token'
  | 'totp-secret'
  | 'backup-code'
  | 'client-secret'

/**
 * Reads the secrets of a sign-in when they are needed, not before: a code comes only after it was sent. Each is given
 * as `--NAME-stdin` or `--NAME -` (the next line of standard input), `--NAME @FILE`, or asked for (`--NAME=?`).
 */
export class Secrets {
  constructor(
    private readonly flags: Readonly<Record<string, unknown>>,
    private readonly sources: Sources,
    private readonly settings: Pick<Settings, 'noInput'>,
    private readonly say: (text: string) => Promise<void>,
  ) {
    for (const name of Object.keys(flags)) {
      const plain = name.replace(/-stdin$/, '')
      if (plain !== name && flags[name] === true && flags[plain] !== undefined) {
        throw new UsageError(`--${name} and --${plain} cannot be given together`, {
          code: 'usage.bad_flags',
          hint: `--${name} is the same as --${plain} -`,
        })
      }
    }
  }

  has(name: SecretFlag): boolean {
    return this.flags[`${name}-stdin`] === true || this.flags[name] !== undefined
  }

  /** The secret; one that was not given is asked for. Throws a UsageError where there is nobody to ask. */
  async read(name: SecretFlag, question: string): Promise<string> {
    const secret = (await this.fetch(name, question)).trim()
    if (secret === '') {
      throw new UsageError(`--${name} is empty`, {
        code: 'usage.empty_secret',
        hint: `give it: --${name}-stdin < FILE`,
      })
    }
    return secret
  }

  private async fetch(name: SecretFlag, question: string): Promise<string> {
    const { noInput } = this.settings
    const given = this.flags[`${name}-stdin`] === true ? '-' : (this.flags[name] as string | undefined)
    // On a terminal there is nothing to read but what is typed.
    if (given === '-' && !canAsk(noInput)) return this.sources.line(`--${name}-stdin`)
    if (given === undefined || given === '?' || given === '-')
      return askSecret(`${question}:`, noInput, `give --${name}-stdin`)
    if (given.startsWith('@') && given.length > 1) return this.sources.file(given.slice(1), `--${name}`)
    if (canAsk(noInput)) {
      await this.say(
        `--${name} on the command line can be seen by others and stays in the shell's history; use --${name}=?`,
      )
    }
    return given
  }
}
