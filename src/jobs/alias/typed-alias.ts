import { AliasesFile } from '../../access/profiles/aliases-file.js'
import { expansion } from '../find/alias-expansion.js'

/**
 * What a person's alias and the words behind it stand for; undefined for a word that is none. Read for words alone that
 * are no command.
 */
export async function typedAlias(
  word: string,
  typed: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<string[] | undefined> {
  const aliases = await new AliasesFile(env).read()
  return Object.hasOwn(aliases, word) ? expansion(word, aliases[word] ?? '', typed) : undefined
}
