import { UsageError } from '../errors.js'
import { printAnswer, printOptions } from '../operation/print-answer.js'
import { settingsOf } from '../operation/settings.js'
import { notice } from '../output/notice.js'
import { print } from '../output/print.js'
import type { Streams } from '../output/streams.js'
import { schemaDocument } from './document.js'
import { type Commands, findCommand, topicIsNoCommand } from './find-command.js'
import { printDescription } from './print-description.js'
import { schemaPage } from './schema-page.js'
import { skeletonOf } from './skeleton-of-body.js'

/** Prints what the operation behind a command takes and answers, or with `skeleton` a body to edit. */
export async function showSchema(
  words: readonly string[],
  flags: Readonly<Record<string, unknown>>,
  commands: Commands,
  streams: Streams,
): Promise<void> {
  const settings = settingsOf(flags)
  const found = await findCommand(words, commands)
  if ('topic' in found) throw topicIsNoCommand(found, 'schema')
  const { name, description } = found
  if (!description) {
    throw new UsageError(`${name} stands for no single operation, so it has no schema`, {
      code: 'usage.no_operation',
      hint: `see logto docs ${name}, or logto ${name} --help`,
    })
  }
  const say = (text: string) => notice(text, settings.format, streams)
  if (name !== description.command) await say(`${name} stands for ${description.command}, whose schema this is`)
  if (flags.skeleton !== true) {
    await printDescription(schemaDocument(description), (style) => schemaPage(description, style), settings, streams)
    return
  }
  const skeleton = skeletonOf(description, settings.format, flags.variant as string | undefined)
  if (skeleton.yaml === undefined) {
    for (const text of skeleton.notices) await say(text)
    await printAnswer({ kind: 'object', value: skeleton.value }, settings, streams)
  } else {
    const text = { kind: 'text', text: skeleton.yaml, contentType: 'application/yaml' } as const
    await print(text, { ...printOptions(settings), format: 'table' }, streams)
  }
}
