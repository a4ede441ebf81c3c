import { settingsOf } from '../operation/settings.js'
import type { Streams } from '../output/streams.js'
import { docsOverview, docsPage, plainDocsPage, topicPage } from './docs-page.js'
import { docsDocument } from './document.js'
import { type Commands, examplesOf, findCommand, readTopics } from './find-command.js'
import { printDescription } from './print-description.js'

/** Prints what a command does, needs and destroys; of a topic its commands; without words the topics. */
export async function showDocs(
  words: readonly string[],
  flags: Readonly<Record<string, unknown>>,
  commands: Commands,
  streams: Streams,
): Promise<void> {
  const settings = settingsOf(flags)
  if (words.length === 0) {
    const topics = await readTopics(commands.root)
    const document = { topics: Object.entries(topics).map(([topic, summary]) => ({ topic, summary })) }
    await printDescription(document, (style) => docsOverview(topics, style), settings, streams)
    return
  }
  const found = await findCommand(words, commands)
  if ('topic' in found) return printDescription(found, (style) => topicPage(found, style), settings, streams)
  const { name, facts, description } = found
  const examples = examplesOf(facts)
  if (description?.command === name) {
    return printDescription(docsDocument(description), (style) => docsPage(description, style), settings, streams)
  }
  const { summary = name } = facts
  const plain = {
    command: name,
    summary,
    ...(facts.description === undefined ? {} : { description: facts.description }),
    ...(description ? { operation: description.operation, standsFor: description.command } : {}),
    examples,
  }
  await printDescription(plain, (style) => plainDocsPage(plain, style), settings, streams)
}
