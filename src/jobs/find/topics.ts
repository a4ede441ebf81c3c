import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** One topic in a list. */
export interface Topic {
  name: string
  summary: string
}

/** How help shows the topics and their commands (`operations/topics.json`). */
export interface Topics {
  groups: readonly { title: string; topics: readonly Topic[] }[]
  /** The commands at the top, in order; some may not be there. */
  commands: readonly string[]
  /** Summaries of topics within topics, such as `experience sessions`. */
  within: Readonly<Record<string, string>>
  /** The commands of each topic, in order; some may not be there. */
  order: Readonly<Record<string, readonly string[]>>
}

/** Reads the topics of the program that stands in `root`. */
export function readTopics(root: string): Topics {
  return JSON.parse(readFileSync(join(root, 'operations', 'topics.json'), 'utf8')) as Topics
}

/** Every topic and topic within a topic, by its words. */
export function topicSummaries({ groups, within }: Topics): Map<string, string> {
  const top = groups.flatMap(({ topics }) => topics.map(({ name, summary }): [string, string] => [name, summary]))
  return new Map([...top, ...Object.entries(within)])
}

/** The topics with a group for those that a tenant's documents add, where `commands` (as typed) have any. */
export function withNewTopics(topics: Topics, commands: readonly string[]): Topics {
  const grouped = new Set(topics.groups.flatMap((group) => group.topics.map(({ name }) => name)))
  const counts = new Map<string, number>()
  for (const command of commands) {
    const [topic = '', verb] = command.split(' ')
    if (verb !== undefined && !grouped.has(topic)) counts.set(topic, (counts.get(topic) ?? 0) + 1)
  }
  if (counts.size === 0) return topics
  const summary = (count: number) => `${count} ${count === 1 ? 'command' : 'commands'} that nobody has reviewed`
  const fresh = [...counts].map(([name, count]) => ({ name, summary: summary(count) }))
  return { ...topics, groups: [...topics.groups, { title: 'From the tenant', topics: fresh }] }
}
