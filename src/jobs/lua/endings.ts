/** What a script ends with that neither it nor the API chose. */

import { ScriptError } from '../../base/errors.js'

/** A script that has computed for its time. */
export function timeUp(timeLimitMs: number): ScriptError {
  return new ScriptError(`the script was ended after ${timeLimitMs / 1000} s of computing`, {
    code: 'lua.time_up',
    hint: 'give it more with --time-limit',
  })
}

/** A machine that cannot go on. */
export function crashed(why: 'memory' | 'fault', message: string): ScriptError {
  if (why === 'memory') return outOfMemory()
  return new ScriptError(`the Lua machine gave up: ${message}`, {
    code: 'lua.fault',
    hint: 'does the script recurse without end? If not, please report this',
  })
}

/** What a script without memory left ends with. */
export function outOfMemory(): ScriptError {
  return new ScriptError('not enough memory', {
    code: 'lua.memory',
    hint: 'keep less at once (each goes through a list row by row), or give more with --memory-limit',
  })
}
