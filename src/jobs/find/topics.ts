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
