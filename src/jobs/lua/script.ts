import { UsageError } from '../../base/errors.js'
import { canAsk } from '../../call/operation/questions.js'
import type { Sources } from '../../call/request/sources.js'
import type { ScriptOptions } from './protocol.js'

/** Which script the command line asks for. */
export interface ScriptWanted {
  /** The words: a file and its arguments, or with `evaluate` arguments alone. */
  words: readonly string[]
  evaluate: string | undefined
  repl: boolean
  noInput: boolean
}

/** The script and its arguments. Throws a UsageError where none is given, or it cannot be read. */
export async function scriptOf(wanted: ScriptWanted, sources: Sources): Promise<Omit<ScriptOptions, 'helpers'>> {
  const { words, evaluate, repl, noInput } = wanted
  if (repl) {
    if (!canAsk(noInput)) {
      throw new UsageError('--repl needs a terminal', {
        code: 'usage.no_terminal',
        hint: 'pipe the script in instead: logto lua - < script.lua',
      })
    }
    return { source: '', name: '=stdin', file: '-', arguments: words, repl }
  }
  if (evaluate !== undefined) {
    return { source: evaluate, name: '=eval', file: '-e', arguments: words, repl }
  }
  const [file, ...rest] = words
  if (file === undefined) {
    throw new UsageError('the script is missing', {
      code: 'usage.missing_argument',
      hint: "give a file, '-' for standard input, --eval CODE or --repl; see logto lua --help",
    })
  }
  const isInput = file === '-'
  const text = isInput ? await sources.stdin('lua -') : await sources.file(file, 'lua')
  return {
    // A first line for the system (`#!/usr/bin/env …`) is none of Lua's.
    source: text.replace(/^\uFEFF/, '').replace(/^#.*/, ''),
    name: isInput ? '=stdin' : `@${file}`,
    file,
    arguments: rest,
    repl,
  }
}
