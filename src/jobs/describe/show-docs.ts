import type { Config } from '@oclif/core'
import type { Settings } from '../../call/operation/settings.js'
import type { Streams } from '../../call/output/streams.js'
import { readTopics, withNewTopics } from '../find/topics.js'
import { describe } from './describe.js'
import { docsPage } from './docs-page.js'
import { allKnown, findNamed, load } from './find-command.js'
import { printDescribed } from './print-described.js'
import { contentsDocument, contentsPage, topicDocument, topicPage } from './topic-page.js'

/** Prints what is known of a command, of a topic, or of which topics there are: a page, or a document for programs. */
export async function showDocs(
  words: readonly string[],
  settings: Settings,
  config: Config,
  streams: Streams,
): Promise<void> {
  const { page, document } = await readDocs(words, config)
  await printDescribed(page, document, settings, streams)
}

async function readDocs(words: readonly string[], config: Config) {
  const known = allKnown(config)
  const topics = withNewTopics(
    readTopics(config.root),
    known.filter(({ hidden }) => !hidden).map(({ command }) => command),
  )
  if (words.length === 0) {
    const document = contentsDocument(topics, known)
    return { document, page: (width: number) => contentsPage(document, width) }
  }
  const named = findNamed(words, known)
  if (named.kind === 'topic') {
    const document = topicDocument(named.topic, topics, known)
    return { document, page: (width: number) => topicPage(document, width) }
  }
  const document = await describe(await load(named.command, config), known, config.root)
  const summaries = new Map(known.map(({ command, summary }) => [command, summary]))
  return { document, page: (width: number) => docsPage(document, summaries, width) }
}
