import type { Config } from '@oclif/core'
import { UsageError } from '../../base/errors.js'
import { loadSchema } from '../../call/operation/load-schema.js'
import type { Known } from '../find/catalogue.js'
import { allKnown, type FoundCommand, findNamed, load } from './find-command.js'
import type { DescribedOperation } from './operation-document.js'

/** The operation that words mean. Throws a UsageError for a topic, and for a command without one operation behind it. */
export async function openOperation(words: readonly string[], config: Config): Promise<DescribedOperation> {
  const known = allKnown(config)
  const named = findNamed(words, known)
  if (named.kind === 'topic') {
    throw new UsageError(`${named.topic} is a topic, not a command`, {
      code: 'usage.unknown_command',
      hint: `name one of its commands; see logto docs ${named.topic}`,
    })
  }
  const found = await load(named.command, config)
  const described = await operationBehind(found, known, config.root)
  if (described) return described
  throw new UsageError(`no single API operation stands behind logto ${found.command}`, {
    code: 'usage.no_operation',
    hint: `read about it with logto docs ${found.command}`,
  })
}

/** The operation behind a command; undefined where there is none, or more than one. */
export async function operationBehind(
  found: FoundCommand,
  known: readonly Known[],
  root: string,
): Promise<DescribedOperation | undefined> {
  const { operation, schema } = found.class
  if (operation && schema) return { found, operation, runs: found.command, schema }
  const runs = operation && known.find((each) => each.operation?.id === operation.id)?.command
  return operation && runs ? { found, operation, runs, schema: await loadSchema(root, runs) } : undefined
}
