import { setTimeout as wait } from 'node:timers/promises'
import { InterruptedError, NotAllowedError, UsageError } from '../../base/errors.js'
import type { Docs } from './docs.js'
import type { ScriptFiles } from './files.js'
import type { Helpers } from './host.js'

/** What the helpers reach outside of the script. */
export interface HelperContext {
  files: ScriptFiles
  progress: { at(done: number, total?: number): Promise<void> }
  say: (text: string) => Promise<void>
  env: NodeJS.ProcessEnv
  /** Variables that the script may read. */
  allowedEnv: readonly string[]
  /** Ends the sleep that is under way. */
  signal: () => AbortSignal
  /** What there is to call; opened when a script asks. */
  docs: () => Promise<Docs>
}

/** Longest time a Node timer can run. */
const longestTimerMs = 2 ** 31 - 1

/** The functions that the program answers, beside the API's: each name here is a global, or a field of one, in Lua. */
export function scriptHelpers({ files, progress, say, env, allowedEnv, signal, docs }: HelperContext): Helpers {
  return {
    async sleep(seconds) {
      const time = typeof seconds === 'number' && seconds >= 0 ? seconds * 1000 : Number.NaN
      if (!(time <= longestTimerMs)) throw badArgument('sleep takes seconds, such as sleep(0.5)')
      await wait(time, undefined, { signal: signal() }).catch(() => {
        throw new InterruptedError('interrupted', { code: 'interrupted' })
      })
    },
    async progress(done, total) {
      if (typeof done !== 'number' || (total !== undefined && typeof total !== 'number')) {
        throw badArgument('progress takes numbers: progress(n, of)')
      }
      await progress.at(done, total)
    },
    'log.info': (text) => say(String(text ?? '')),
    'log.warn': (text) => say(`warning: ${String(text ?? '')}`),
    async 'env.get'(name) {
      const wanted = textOf(name, 'env.get takes the name of a variable')
      if (allowedEnv.includes(wanted)) return env[wanted]
      throw new NotAllowedError(`the script may not read the variable ${wanted}`, {
        code: 'lua.env_not_allowed',
        hint: `if it should, run it with --allow-env ${wanted}`,
      })
    },
    'docs.list': async () => (await docs()).list(),
    'docs.search': async (words) => (await docs()).search(textOf(words, 'docs.search takes words', true)),
    'docs.read': async (name) =>
      (await docs()).read(textOf(name, 'docs.read takes a name, such as docs.read("logto")')),
    'fs.read': (path) => files.read(textOf(path, 'fs.read takes a path')),
    'fs.write': (path, text) => files.write(...pathAndText(path, text, 'fs.write'), 'replace'),
    'fs.append': (path, text) => files.write(...pathAndText(path, text, 'fs.append'), 'append'),
  }
}

function pathAndText(path: unknown, text: unknown, name: string): [string, string] {
  const usage = `${name} takes a path and text`
  return [textOf(path, usage), typeof text === 'number' ? String(text) : textOf(text, usage, true)]
}

function textOf(value: unknown, usage: string, mayBeEmpty = false): string {
  if (typeof value === 'string' && (mayBeEmpty || value !== '') && !(value.includes('\0') && !mayBeEmpty)) return value
  throw badArgument(usage)
}

function badArgument(message: string): UsageError {
  return new UsageError(message, { code: 'lua.bad_argument' })
}
