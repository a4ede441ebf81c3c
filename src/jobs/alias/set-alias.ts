import type { Config } from '@oclif/core'
import { type Aliases, AliasesFile, isAliasName } from '../../access/profiles/aliases-file.js'
import { UsageError } from '../../base/errors.js'
import { nearest } from '../../base/nearest.js'
import { type CommandIn, commandIn, findNamed } from '../describe/find-command.js'
import { commandWordsOf } from '../find/alias-expansion.js'
import { catalogue } from '../find/catalogue.js'
import { otherWords } from '../find/own-words.js'

/**
 * Keeps a name for a command line. Throws a UsageError for a name that is taken by a command, a topic or another word
 * for one, and for a line that begins with no command. `before`: what the name stood for until now.
 */
export async function setAlias(
  name: string,
  typed: string,
  { root, commands }: Config,
  env: NodeJS.ProcessEnv,
): Promise<{ line: string; before: string | undefined }> {
  const line = typed.trim().replace(/^logto\s+/, '')
  const known = catalogue(root, commands)
  const taken = new Set(known.flatMap(({ command }) => command.split(' ')[0] ?? ''))
  if (!isAliasName(name)) throw badName(name)
  if (taken.has(name) || otherWords.has(name)) throw takenName(name)
  const words = commandWordsOf(line)
  if (words.length === 0) throw noCommand(line)
  const found: CommandIn | undefined = commandIn(words, known)
  // A topic alone is as good: words follow it.
  if (!found) findNamed(words, known)
  let before: string | undefined
  await new AliasesFile(env).update((aliases) => {
    before = Object.hasOwn(aliases, name) ? aliases[name] : undefined
    aliases[name] = line
  })
  return { line, before }
}

/** Forgets an alias and returns what it stood for. Throws a UsageError for one that is none, with the nearest. */
export async function deleteAlias(name: string, env: NodeJS.ProcessEnv): Promise<string> {
  const file = new AliasesFile(env)
  let line: string | undefined
  await file.update((aliases) => {
    if (!Object.hasOwn(aliases, name)) throw noAlias(name, aliases)
    line = aliases[name]
    delete aliases[name]
  })
  return line ?? ''
}

function noAlias(name: string, aliases: Aliases): UsageError {
  const close = nearest(name, Object.keys(aliases))
  return new UsageError(`there is no alias ${name}`, {
    code: 'usage.unknown_alias',
    hint: close.length > 0 ? `did you mean ${close.join(' or ')}?` : 'see them with logto alias list',
  })
}

function badName(name: string): UsageError {
  return new UsageError(`${name || 'an empty text'} cannot be an alias`, {
    code: 'usage.bad_value',
    hint: 'it is one word of small letters, digits and hyphens, such as ann or list-new',
  })
}

function takenName(name: string): UsageError {
  return new UsageError(`${name} is a command, a topic or another word for one`, {
    code: 'usage.name_taken',
    hint: 'choose another name: an alias never takes the place of a command',
  })
}

function noCommand(line: string): UsageError {
  return new UsageError(`${line === '' ? 'nothing' : line} does not begin with a command`, {
    code: 'usage.bad_value',
    hint: "begin with the command, its flags behind it: logto alias set ann 'users get $1 --json'",
  })
}
