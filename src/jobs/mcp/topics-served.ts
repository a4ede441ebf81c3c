import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { UsageError } from '../../base/errors.js'
import { nearest } from '../../base/nearest.js'
import { topicAliases } from '../find/topic-aliases.js'
import { readTopics } from '../find/topics.js'

/** The topics that `--only` names, in this program's words. Throws a UsageError for one that has no operations. */
export function topicsServed(root: string, typed: readonly string[]): readonly string[] {
  if (typed.length === 0) return []
  const topics = readTopics(root)
    .groups.flatMap((group) => group.topics.map(({ name }) => name))
    .filter((topic) => existsSync(join(root, 'operations', topic)))
  return typed.map((each) => topicOf(each, topics))
}

function topicOf(typed: string, topics: readonly string[]): string {
  const topic = Object.hasOwn(topicAliases, typed) ? (topicAliases[typed] ?? typed) : typed
  if (topics.includes(topic)) return topic
  const close = nearest(typed, topics)
  throw new UsageError(`--only: there is no topic ${typed || 'without a name'}`, {
    code: 'usage.unknown_topic',
    hint: close.length > 0 ? `did you mean ${close.join(' or ')}?` : 'see `logto --help` for the topics',
  })
}
