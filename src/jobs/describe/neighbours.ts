import type { Operation } from '../../call/facts/operation.js'
import type { OperationSchema } from '../../call/request/schema.js'
import { topicAliases } from '../find/topic-aliases.js'

/** Commands that usually come before and after another. */
export interface Neighbours {
  before: string[]
  after: string[]
}

/** Most that are named on each side. */
const most = 8

/**
 * The commands around an operation's command: those that the table of names gives, then those that its inputs and its
 * verb tell of. IDs come from the command that lists them; what is created is shown, changed and deleted in its topic.
 * `command` is the one made for the operation; `commands` are all that exist.
 */
export function neighboursOf(
  command: string,
  operation: Operation,
  { before = [], after = [] }: Pick<OperationSchema, 'before' | 'after'>,
  commands: ReadonlySet<string>,
): Neighbours {
  const others = (found: readonly (string | undefined)[]) =>
    [...new Set(found)]
      .filter((other) => other !== undefined && other !== command && commands.has(other))
      .slice(0, most)
  return {
    before: others([...before, ...sourcesOf(command, operation, commands)]) as string[],
    after: others([...after, ...followers(command)]) as string[],
  }
}

function sourcesOf(command: string, operation: Operation, commands: ReadonlySet<string>): (string | undefined)[] {
  const names = Object.entries(operation.args).filter(([, { options }]) => !options)
  const fromArgs = names.map(([name], place) =>
    sourceOf(name, command, { isFirst: place === 0, isLast: place === names.length - 1, operation }, commands),
  )
  if (operation.api !== 'management') return fromArgs
  const ids = Object.keys(operation.body?.fields ?? {}).filter((flag) => /-ids?$/.test(flag))
  return [...fromArgs, ...ids.map((flag) => listOf(nounOf(flag)))]
}

/** The command that prints what an argument wants: a list of the same topic's parts, of the noun's topic, or of the topic. */
function sourceOf(
  name: string,
  command: string,
  place: { isFirst: boolean; isLast: boolean; operation: Operation },
  commands: ReadonlySet<string>,
): string | undefined {
  const [topic = '', verb = ''] = command.split(' ')
  const part = verb.split('-').slice(1).join('-')
  const candidates = [
    ...(place.isLast ? [`${topic} list-${plural(part)}`] : []),
    ...(place.isFirst ? [] : [`${topic} list-${plural(nounOf(name))}`]),
    ...(place.operation.api === 'management' ? [listOf(nounOf(name))] : []),
    ...(place.isFirst ? [`${topic} list`] : []),
  ]
  return candidates.find((candidate) => commands.has(candidate))
}

function followers(command: string): string[] {
  const [topic = '', verb = ''] = command.split(' ')
  const [does = '', ...rest] = verb.split('-')
  const part = rest.join('-')
  if (part === '') {
    const next: Record<string, string[]> = {
      create: ['get', 'update', 'delete'],
      list: ['get'],
      update: ['get'],
      upsert: ['get'],
      get: ['update', 'delete'],
    }
    return (next[does] ?? []).map((then) => `${topic} ${then}`)
  }
  const changes = ['add', 'assign', 'create', 'delete', 'remove', 'replace', 'update', 'set', 'revoke', 'rename']
  return changes.includes(does)
    ? [`${topic} list-${part}`, `${topic} list-${plural(part)}`, `${topic} get-${part}`]
    : []
}

/** `user-id` → `user`, `organization-role-ids` → `organization-role`. */
function nounOf(name: string): string {
  return name.replace(/-ids?$/, '')
}

function listOf(noun: string): string {
  return `${topicAliases[noun] ?? plural(noun)} list`
}

function plural(noun: string): string {
  return noun.replace(/y$/, 'ie').concat('s')
}
