import type { Config } from '@oclif/core'
import { UsageError } from '../../base/errors.js'
import { printOptions } from '../../call/operation/print-answer.js'
import type { Settings } from '../../call/operation/settings.js'
import { documentText } from '../../call/output/document-text.js'
import type { Streams } from '../../call/output/streams.js'
import { chooseForm } from './choose-form.js'
import { describe } from './describe.js'
import { allKnown } from './find-command.js'
import { openOperation } from './open-operation.js'
import { type DescribedOperation, operationDocument } from './operation-document.js'
import { printDescribed } from './print-described.js'
import { schemaPage } from './schema-page.js'
import { skeletonText, skeletonValue } from './skeleton.js'

/** Prints the operation behind a command: an outline for people, a document for programs. */
export async function showSchema(
  words: readonly string[],
  settings: Settings,
  config: Config,
  streams: Streams,
): Promise<void> {
  const described = await openOperation(words, config)
  const page = async (width: number) =>
    schemaPage(await describe(described.found, allKnown(config), config.root), width)
  await printDescribed(page, operationDocument(described), settings, streams)
}

/**
 * Prints a body to edit: YAML with comments, or JSON; of a union the form called `variant`, or the first. Throws a
 * UsageError where there is no body to write, or no such form.
 */
export async function showSkeleton(
  words: readonly string[],
  settings: Settings,
  config: Config,
  streams: Streams,
  variant?: string,
): Promise<void> {
  const described = await openOperation(words, config)
  const { fact, schema: whole, runs } = writableBody(described)
  const schema = variant === undefined ? whole : chooseForm(whole, variant, runs)
  if (settings.format === 'table' || settings.format === 'yaml') return streams.out(skeletonText(schema, fact, runs))
  if (settings.format === 'csv' || settings.format === 'text') {
    throw new UsageError(`a body is not written as ${settings.format}`, {
      code: 'usage.bad_value',
      hint: 'leave --output out for YAML with comments, or give -o json',
    })
  }
  const { terminal } = printOptions(settings)
  await streams.out(await documentText(skeletonValue(schema), { format: settings.format, terminal }))
}

function writableBody({ found, operation: { body: fact }, schema: { body }, runs }: DescribedOperation) {
  if (!fact || !body) {
    throw new UsageError(`logto ${found.command} sends no body`, {
      code: 'usage.no_body',
      hint: `see what it takes with logto schema ${found.command}`,
    })
  }
  if (fact.media === 'multipart') {
    throw new UsageError(`logto ${found.command} uploads a file`, {
      code: 'usage.no_body',
      hint: `give the file: logto ${found.command} --file PATH`,
    })
  }
  return { fact, schema: body.schema, runs }
}
