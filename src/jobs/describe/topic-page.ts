import { wrap } from '../../call/output/text-width.js'
import type { Known } from '../find/catalogue.js'
import { inOrder } from '../find/order.js'
import type { Topics } from '../find/topics.js'
import { list, section } from './outline.js'

interface Entry {
  command: string
  summary: string
}

/** What `logto docs TOPIC` says for programs. */
export interface TopicDocument {
  topic: string
  summary: string
  /** With the operation behind each, where there is one. */
  commands: (Entry & { operation: string | null })[]
}

/** What `logto docs` says for programs. */
export interface ContentsDocument {
  groups: { title: string; topics: { topic: string; summary: string; commands: number }[] }[]
  /** Commands without a topic. */
  commands: Entry[]
}

/** A topic with its commands, in the order of its help. */
export function topicDocument(topic: string, topics: Topics, known: readonly Known[]): TopicDocument {
  const within = commandsOf(topic, known)
  const verbs = within.map(({ command }) => command.slice(topic.length + 1))
  const sorted = inOrder(verbs, topics.order[topic]).map((verb) => `${topic} ${verb}`)
  return {
    topic,
    summary: topics.groups.flatMap((group) => group.topics).find(({ name }) => name === topic)?.summary ?? '',
    commands: sorted.flatMap((name) =>
      within
        .filter(({ command }) => command === name)
        .map(({ command, summary, operation }) => ({ command, summary, operation: operation?.id ?? null })),
    ),
  }
}

/** All topics, and the commands that have none. */
export function contentsDocument({ groups, commands: order }: Topics, known: readonly Known[]): ContentsDocument {
  const place = ({ command }: Known) => (order.includes(command) ? order.indexOf(command) : order.length)
  return {
    groups: groups.map(({ title, topics }) => ({
      title,
      topics: topics.map(({ name, summary }) => ({ topic: name, summary, commands: commandsOf(name, known).length })),
    })),
    commands: known
      .filter(({ command, hidden }) => !hidden && !command.includes(' '))
      .sort((a, b) => place(a) - place(b))
      .map(({ command, summary }) => ({ command, summary })),
  }
}

/** A topic for people. */
export function topicPage({ topic, summary, commands }: TopicDocument, width: number): string {
  return [
    ...wrap(`logto ${topic}: ${summary}`, width),
    ...section(
      'COMMANDS',
      list(
        commands.map(({ command, summary: text }) => ({ name: command, text })),
        width,
      ),
    ),
    ...section('MORE', [
      `  logto docs ${topic} COMMAND`,
      ...(commands.some(({ operation }) => operation !== null) ? [`  logto schema ${topic} COMMAND`] : []),
    ]),
    '',
  ].join('\n')
}

/** All topics, for people. */
export function contentsPage({ groups, commands }: ContentsDocument, width: number): string {
  const names = groups.flatMap(({ topics }) => topics.map(({ topic }) => topic.length))
  const column = Math.max(...names, ...commands.map(({ command }) => command.length))
  const rows = (entries: readonly { name: string; text: string }[]) =>
    list(
      entries.map(({ name, text }) => ({ name: name.padEnd(column), text })),
      width,
    )
  return [
    'What each command does, needs and returns. Nothing here is sent anywhere.',
    ...groups.flatMap(({ title, topics }) =>
      section(title.toUpperCase(), rows(topics.map(({ topic, summary }) => ({ name: topic, text: summary })))),
    ),
    ...section('COMMANDS', rows(commands.map(({ command, summary }) => ({ name: command, text: summary })))),
    ...section('MORE', list(more, width)),
    '',
  ].join('\n')
}

const more = [
  { name: 'logto docs users', text: 'the commands of a topic' },
  { name: 'logto docs users create', text: 'one command, in words' },
  { name: 'logto schema users create', text: 'its inputs and answer, with types' },
  { name: 'logto help output', text: 'a page about this program; logto help lists them' },
]

function commandsOf(topic: string, known: readonly Known[]): Known[] {
  return known.filter(({ command, hidden }) => !hidden && command.startsWith(`${topic} `))
}
