import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import type { TopicName } from '../src/call/facts/maker/names.js'

/** `operations/topics.json`: how help shows topics and their commands. */
export interface TopicIndex {
  groups: { title: string; topics: { name: string; summary: string }[] }[]
  /** The commands at the top, in order. */
  commands: string[]
  /** Summaries of topics within topics, such as `experience sessions`. */
  within: Record<string, string>
  /** The commands of each topic, in order; some may not be there. */
  order: Record<string, string[]>
}

interface TopicTable {
  groups: Record<string, string[]>
  byHand: Record<string, string>
  commands: string[]
  order: Record<string, string[]>
}

/**
 * Joins the groups with the topics' summaries. Throws one error that lists each topic without a group, each strange
 * one, and each of `folders` below `commands/` that is no topic.
 */
export function topicIndex(file: URL, topics: ReadonlyMap<string, TopicName>, folders: readonly string[]): TopicIndex {
  const { groups, byHand, commands, order } = parse(readFileSync(file, 'utf8')) as TopicTable
  const summaries = new Map([...[...topics].map(([name, { summary }]) => [name, summary] as const), ...entries(byHand)])
  const grouped = Object.values(groups).flat()
  const problems = [
    ...[...summaries.keys()]
      .filter((name) => !name.includes(' ') && !grouped.includes(name))
      .map((name) => `${name} is in no group`),
    ...grouped.filter((name) => !summaries.has(name)).map((name) => `there is no topic ${name}`),
    ...grouped.filter((name, i) => grouped.indexOf(name) < i).map((name) => `${name} is in two groups`),
    ...Object.keys(order)
      .filter((name) => !summaries.has(name))
      .map((name) => `order: there is no topic ${name}`),
    ...folders.filter((name) => !summaries.has(name)).map((name) => `${name} has no summary: add it to byHand`),
  ]
  if (problems.length > 0) throw new Error(problems.map((problem) => `topics.yaml: ${problem}`).join('\n'))
  return {
    groups: entries(groups).map(([title, names]) => ({
      title,
      topics: names.map((name) => ({ name, summary: summaries.get(name) ?? '' })),
    })),
    commands,
    within: Object.fromEntries(entries(byHand).filter(([name]) => name.includes(' '))),
    order: Object.fromEntries(
      grouped.map((name) => [
        name,
        withEdit([...new Set([...(order[name] ?? []), ...Object.keys(topics.get(name)?.commands ?? {})])]),
      ]),
    ),
  }
}

/** `edit` stands behind `update`, where there is one. */
function withEdit(order: readonly string[]): string[] {
  return order.flatMap((verb) => (verb === 'update' && !order.includes('edit') ? ['update', 'edit'] : [verb]))
}

function entries<T>(record: Record<string, T>): [string, T][] {
  return Object.entries(record)
}
