import type { Config } from '@oclif/core'
import { UsageError } from '../errors.js'
import { loadSchema } from '../operation/load-schema.js'
import { type Catalogue, readCatalogue } from './catalogue.js'
import { type FoundCommand, findCommand } from './find-command.js'
import { commandOf, type DescribedOperation } from './operation-document.js'

/** The operation that words mean. Throws a UsageError for a topic, and for a command without one operation behind it. */
export async function openOperation(
  words: readonly string[],
  config: Config,
): Promise<{ described: DescribedOperation; catalogue: Catalogue }> {
  const catalogue = await readCatalogue(config.root)
  const found = await findCommand(words, config, catalogue)
  if (!found) {
    throw new UsageError(`${words.join(' ')} is a topic, not a command`, {
      code: 'usage.unknown_command',
      hint: `name one of its commands; see logto docs ${words.join(' ')}`,
    })
  }
  const described = await operationBehind(found, catalogue, config.root)
  if (described) return { described, catalogue }
  throw new UsageError(`no single API operation stands behind logto ${found.command}`, {
    code: 'usage.no_operation',
    hint: `read about it with logto docs ${found.command}`,
  })
}

/** The operation behind a command; undefined where there is none, or more than one. */
export async function operationBehind(
  found: FoundCommand,
  { index }: Catalogue,
  root: string,
): Promise<DescribedOperation | undefined> {
  const { operation } = found.class
  const runs = operation && commandOf(operation, index)
  return operation && runs ? { found, operation, runs, schema: await loadSchema(root, runs) } : undefined
}
