import type { Config } from '@oclif/core'
import { printAnswer, printOptions } from '../operation/print-answer.js'
import type { Settings } from '../operation/settings.js'
import type { Streams } from '../output/streams.js'
import { readCatalogue } from './catalogue.js'
import { describe } from './describe.js'
import { docsPage } from './docs-page.js'
import { findCommand, wordsOf } from './find-command.js'
import { pageWidth } from './outline.js'
import { contentsDocument, contentsPage, topicDocument, topicPage } from './topic-page.js'

/** Prints what is known of a command, of a topic, or of which topics there are: a page, or a document for programs. */
export async function showDocs(
  words: readonly string[],
  settings: Settings,
  config: Config,
  streams: Streams,
): Promise<void> {
  const { page, document } = await readDocs(words, config)
  if (settings.format === 'table' && settings.query === undefined) {
    return streams.out(page(pageWidth(printOptions(settings).terminal)))
  }
  await printAnswer({ kind: 'object', value: document }, settings, streams)
}

async function readDocs(words: readonly string[], config: Config) {
  const catalogue = await readCatalogue(config.root)
  if (words.length === 0) {
    return { document: contentsDocument(catalogue), page: (width: number) => contentsPage(catalogue, width) }
  }
  const found = await findCommand(words, config, catalogue)
  if (found) {
    const document = await describe(found, catalogue, config)
    return { document, page: (width: number) => docsPage(document, catalogue, width) }
  }
  const [topic = ''] = wordsOf(words)
  return { document: topicDocument(topic, catalogue), page: (width: number) => topicPage(topic, catalogue, width) }
}
