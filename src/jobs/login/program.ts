import { UsageError } from '../../base/errors.js'
import { clientContext } from '../../call/operation/open-client.js'
import { askSecret, canAsk } from '../../call/operation/questions.js'
import { settingsOf } from '../../call/operation/settings.js'
import type { Streams } from '../../call/output/streams.js'
import { processSources } from '../../call/request/sources.js'
import type { LoginContext } from './prove.js'

/** What a login needs of the running program. */
export interface LoginProgram {
  context: LoginContext
  streams: Streams
  env: NodeJS.ProcessEnv
  /** All of standard input, for a secret. */
  readSecret: (flag: string) => Promise<string>
  /** A file's text. Throws a UsageError that names who wants it and why it cannot be read. */
  readFile: (path: string, asker: string) => Promise<string>
}

/** The running program as a login sees it. */
export function loginProgram(
  flags: Readonly<Record<string, unknown>>,
  version: string,
  streams: Streams,
): LoginProgram {
  const settings = settingsOf(flags)
  const sources = processSources(canAsk(settings.noInput), (question) => askSecret(question, settings.noInput, ''))
  return {
    env: process.env,
    streams,
    context: {
      settings,
      client: clientContext({ settings, version, streams }),
    },
    readFile: (path, asker) => sources.file(path, asker),
    async readSecret(flag) {
      // Typed on a terminal, it would show.
      const isTyped = process.stdin.isTTY && canAsk(settings.noInput)
      const text = (isTyped ? await askSecret(`${flag}:`, settings.noInput, '') : await sources.stdin(flag)).trim()
      if (text !== '') return text
      throw new UsageError(`${flag}: standard input is empty`, {
        code: 'usage.empty_secret',
        hint: `pipe the secret in: ${flag} < FILE`,
      })
    },
  }
}
