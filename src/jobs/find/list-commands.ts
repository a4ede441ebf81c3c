import { UsageError } from '../../base/errors.js'
import { nearest } from '../../base/nearest.js'
import type { Operation } from '../../call/facts/operation.js'
import { globalFlags } from '../../call/operation/global-flags.js'
import { printAnswer, rowsOf } from '../../call/operation/print-answer.js'
import { settingsOf } from '../../call/operation/settings.js'
import type { Streams } from '../../call/output/streams.js'
import { catalogue, type Known, type ListedCommand, type ListedFlag } from './catalogue.js'
import { topicAliases } from './topic-aliases.js'

/** A command that can give its class: only the class knows which of an operation's inputs are required. */
interface LoadableCommand extends ListedCommand {
  load(): Promise<unknown>
}

/** Prints all commands, or those of one topic, with their inputs. Throws a UsageError for a topic that is none. */
export async function listCommands(
  typed: readonly string[],
  { root, commands }: { root: string; commands: readonly LoadableCommand[] },
  flags: Readonly<Record<string, unknown>>,
  streams: Streams,
): Promise<void> {
  const settings = settingsOf(flags)
  const listed = catalogue(root, commands).filter(({ hidden }) => flags.hidden === true || !hidden)
  const topic = typed.length === 0 ? '' : topicOf(typed, listed)
  const rows = await Promise.all(listed.filter(({ command }) => `${command} `.startsWith(topic)).map(describe))
  await printAnswer(rowsOf(rows), settings, streams, ['command', 'summary'])
}

/** The topic, or the topic within a topic, with a space behind it. */
function topicOf([first = '', ...rest]: readonly string[], listed: readonly Known[]): string {
  const own = Object.hasOwn(topicAliases, first) ? (topicAliases[first] ?? first) : first
  const topic = [own, ...rest].join(' ')
  const topics = new Set(listed.flatMap(({ command }) => topicsAbove(command)))
  if (topics.has(topic)) return `${topic} `
  const near = nearest(topic, [...topics, ...Object.keys(topicAliases)])
  const close = [...new Set(near.map((word) => (topics.has(word) ? word : (topicAliases[word] ?? word))))]
  throw new UsageError(`there is no topic ${topic}`, {
    code: 'usage.unknown_topic',
    hint:
      close.length > 0 ? `did you mean ${close.join(' or ')}?` : `see logto --help, or try \`logto search ${topic}\``,
  })
}

/** `experience sessions list` stands in the topics `experience` and `experience sessions`. */
function topicsAbove(command: string): string[] {
  const words = command.split(' ')
  return words.slice(1).map((_, i) => words.slice(0, i + 1).join(' '))
}

/** One command as programs get it. */
async function describe({ command, summary, hidden, deprecated, unreviewed, listed, operation }: Known) {
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
    ...(unreviewed ? { reviewed: false } : {}),
    args: Object.values(listed.args).map(({ name, description, required, options }) => ({
      name,
      description,
      required: required === true,
      ...(options ? { options } : {}),
    })),
    flags: Object.values(listed.flags)
      .filter(({ name, hidden }) => !hidden && !Object.hasOwn(globalFlags, name))
      .map((flag) => described(flag, loaded.operation)),
  }
}

function described(flag: ListedFlag, operation: Operation | undefined) {
  const { name, description, type, char, options, multiple } = flag
  const field = operation?.query[name] ?? operation?.body?.fields?.[name]
  return {
    name,
    description,
    type: field?.type ?? (type === 'boolean' ? 'boolean' : 'string'),
    required: field?.required === true,
    repeatable: multiple === true,
    ...(char ? { char } : {}),
    ...(options ? { options } : {}),
  }
}
