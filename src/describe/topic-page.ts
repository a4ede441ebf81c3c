import { wrap } from '../output/text-width.js'
import { type Catalogue, commandsOf } from './catalogue.js'
import { list, section } from './outline.js'

/** What `logto docs TOPIC` says for programs. */
export interface TopicDocument {
  topic: string
  summary: string
  commands: { command: string; summary: string }[]
}

/** What `logto docs` says for programs. */
export interface ContentsDocument {
  topics: { topic: string; summary: string; commands: number }[]
  /** Commands without a topic. */
  commands: { command: string; summary: string }[]
}

/** A topic with its commands. */
export function topicDocument(topic: string, catalogue: Catalogue): TopicDocument {
  return {
    topic,
    summary: summaryOf(topic, catalogue),
    commands: commandsOf(topic, catalogue).map((command) => ({
      command,
      summary: catalogue.commands.get(command) ?? '',
    })),
  }
}

/** All topics, and the commands that have none. */
export function contentsDocument(catalogue: Catalogue): ContentsDocument {
  const all = [...catalogue.commands]
  const topics = new Set(all.flatMap(([command]) => (command.includes(' ') ? [command.split(' ')[0] ?? ''] : [])))
  return {
    topics: [...topics].sort().map((topic) => ({
      topic,
      summary: summaryOf(topic, catalogue),
      commands: commandsOf(topic, catalogue).length,
    })),
    commands: all
      .filter(([command]) => !command.includes(' '))
      .sort()
      .map(([command, summary]) => ({ command, summary })),
  }
}

/** A topic for people. */
export function topicPage(topic: string, catalogue: Catalogue, width: number): string {
  const { summary, commands } = topicDocument(topic, catalogue)
  return [
    ...wrap(`logto ${topic}: ${summary}`, width),
    ...section(
      'COMMANDS',
      list(
        commands.map(({ command, summary: text }) => ({ name: command, text })),
        width,
      ),
    ),
    ...section('MORE', [`  logto docs ${topic} VERB`, `  logto schema ${topic} VERB`]),
    '',
  ].join('\n')
}

/** All topics, for people. */
export function contentsPage(catalogue: Catalogue, width: number): string {
  const { topics, commands } = contentsDocument(catalogue)
  return [
    ...wrap('What each command does, needs and answers. Nothing here goes to a server.', width),
    ...section(
      'TOPICS',
      list(
        topics.map(({ topic, summary }) => ({ name: topic, text: summary })),
        width,
      ),
    ),
    ...section(
      'COMMANDS',
      list(
        commands.map(({ command, summary }) => ({ name: command, text: summary })),
        width,
      ),
    ),
    ...section('MORE', [
      ...list(
        [
          { name: 'logto docs users', text: 'the commands of a topic' },
          { name: 'logto docs users create', text: 'one command in words' },
          { name: 'logto schema users create', text: 'its inputs and answer, with types' },
          { name: 'logto help output', text: 'pages about the program itself; see logto help' },
        ],
        width,
      ),
    ]),
    '',
  ].join('\n')
}

function summaryOf(topic: string, { topics }: Catalogue): string {
  return topics[topic] ?? ownTopics[topic] ?? ''
}

/** Topics without operations of Logto's. */
const ownTopics: Readonly<Record<string, string>> = {
  profiles: 'Keep and choose the tenants that commands are for',
}
