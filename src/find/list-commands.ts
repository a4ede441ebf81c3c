import { UsageError } from '../errors.js'
import { nearest } from '../nearest.js'
import { globalFlags } from '../operation/global-flags.js'
import type { Operation } from '../operation/operation.js'
import { printAnswer, rowsOf } from '../operation/print-answer.js'
import { settingsOf } from '../operation/settings.js'
import type { Streams } from '../output/streams.js'
import { topicAliases } from '../topic-aliases.js'
import { catalogue, type Known, type ListedCommand, type ListedFlag } from './catalogue.js'

/** A command that can give its class: only the class knows which of an operation's inputs are required. */
interface LoadableCommand extends ListedCommand {
  load(): Promise<unknown>
}

/** Prints all commands, or those of one topic, with their inputs. Throws a UsageError for a topic that is none. */
export async function listCommands(
  typed: string | undefined,
  { root, commands }: { root: string; commands: readonly LoadableCommand[] },
  flags: Readonly<Record<string, unknown>>,
  streams: Streams,
): Promise<void> {
  const settings = settingsOf(flags)
  const listed = catalogue(root, commands).filter(({ hidden }) => flags.hidden === true || !hidden)
  const topic = typed === undefined ? undefined : topicOf(typed, listed)
  const wanted = topic === undefined ? listed : listed.filter(({ command }) => command.startsWith(`${topic} `))
  const rows = await Promise.all(wanted.map(describe))
  await printAnswer(rowsOf(rows), settings, streams, ['command', 'summary'])
}

function topicOf(typed: string, listed: readonly Known[]): string {
  const topics = new Set(listed.flatMap(({ command }) => (command.includes(' ') ? [command.split(' ')[0] ?? ''] : [])))
  const topic = Object.hasOwn(topicAliases, typed) ? (topicAliases[typed] ?? '') : typed
  if (topics.has(topic)) return topic
  const near = nearest(typed, [...topics, ...Object.keys(topicAliases)])
  const close = [...new Set(near.map((word) => topicAliases[word] ?? word))]
  throw new UsageError(`there is no topic ${typed}`, {
    code: 'usage.unknown_topic',
    hint: close.length > 0 ? `did you mean ${close.join(' or ')}?` : 'see logto --help',
  })
}

/** One command as programs get it. */
async function describe({ command, summary, hidden, deprecated, listed, operation }: Known) {
  const loaded = (await (listed as LoadableCommand).load()) as { operation?: Operation }
  const { id = null, method = null, path = null, lua = null } = operation ?? {}
  return {
    command,
    summary,
    operation: id,
    method,
    path,
    lua,
    hidden,
    deprecated,
    args: Object.values(listed.args).map(({ name, required, options }) => ({
      name,
      required: required === true,
      ...(options ? { options } : {}),
    })),
    flags: Object.values(listed.flags)
      .filter(({ name, hidden }) => !hidden && !Object.hasOwn(globalFlags, name))
      .map((flag) => described(flag, loaded.operation)),
  }
}

function described({ name, type, char, options, multiple }: ListedFlag, operation: Operation | undefined) {
  const field = operation?.query[name] ?? operation?.body?.fields?.[name]
  return {
    name,
    type: field?.type ?? (type === 'boolean' ? 'boolean' : 'string'),
    required: field?.required === true,
    repeatable: multiple === true,
    ...(char ? { char } : {}),
    ...(options ? { options } : {}),
  }
}
