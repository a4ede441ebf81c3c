import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Command, Config, type Interfaces, loadHelpClass } from '@oclif/core'
import { UsageError } from '../errors.js'
import { nearest } from '../nearest.js'
import { topicAliases } from '../topic-aliases.js'
import { allCommands, type Place, rootPlugin } from './command-tree.js'

/** The program opened for one command, or for all of them. */
export interface Program {
  run(name: readonly string[], argv: readonly string[]): Promise<void>
  showHelp(words: readonly string[]): Promise<void>
  isTopic(words: readonly string[]): boolean
  /** The usage error for words that are no command, with the nearest ones. Nothing is ever run on a guess. */
  unknownCommand(words: readonly string[]): UsageError
}

/** Opens oclif's configuration over one command; without it, over the whole tree and its topics. */
export async function openProgram(place: Place, pjson: Interfaces.PJSON, only?: Command.Loadable): Promise<Program> {
  const topics = only ? {} : readTopics(place)
  const commands = only ? [only] : allCommands(place)
  const plugin = rootPlugin(place, { ...pjson, oclif: { ...pjson.oclif, topics } }, commands)
  const config = await Config.load({
    root: place.root,
    pjson: plugin.pjson,
    plugins: new Map([[plugin.name, plugin]]),
    userPlugins: false,
    devPlugins: false,
  })
  return {
    async run(name, argv) {
      await config.runCommand(name.join(':'), [...argv])
    },
    async showHelp(words) {
      const Help = await loadHelpClass(config)
      await new Help(config, config.pjson.oclif.helpOptions).showHelp([...words])
    },
    isTopic: (words) => words.every((word) => !word.includes(':')) && config.findTopic(words.join(':')) !== undefined,
    unknownCommand: (words) =>
      unknownCommand(
        words,
        config.commands.filter((c) => !c.hidden).map((c) => c.id),
      ),
  }
}

function readTopics({ root }: Place): Record<string, { description: string }> {
  const topics = JSON.parse(readFileSync(join(root, 'operations', 'topics.json'), 'utf8')) as Record<string, string>
  return Object.fromEntries(Object.entries(topics).map(([name, description]) => [name, { description }]))
}

function unknownCommand(words: readonly string[], ids: readonly string[]): UsageError {
  const commands = ids.map((id) => id.replaceAll(':', ' '))
  const topics = new Set(commands.map((command) => command.split(' ')[0] ?? ''))
  const [topic = '', verb] = words
  const typed = words.slice(0, topics.has(topic) ? 2 : 1).join(' ')
  const close = topics.has(topic) ? closeVerbs(topic, verb ?? '', commands) : closeTopics(topic, verb, topics, commands)
  const hint =
    close.length > 0
      ? `did you mean ${close.map((command) => `\`logto ${command}\``).join(' or ')}?`
      : topics.has(topic)
        ? `see logto ${topic} --help`
        : 'see logto --help'
  return new UsageError(`unknown command: ${typed}`, { code: 'usage.unknown_command', hint })
}

function closeVerbs(topic: string, verb: string, commands: readonly string[]): string[] {
  const verbs = commands.filter((c) => c.startsWith(`${topic} `)).map((c) => c.slice(topic.length + 1))
  return nearest(verb, verbs).map((close) => `${topic} ${close}`)
}

/** The nearest topics, with the verb where the topic has it. */
function closeTopics(
  topic: string,
  verb: string | undefined,
  topics: ReadonlySet<string>,
  commands: readonly string[],
): string[] {
  const words = [...topics, ...Object.keys(topicAliases)]
  const close = new Set(nearest(topic, words).map((word) => topicAliases[word] ?? word))
  return [...close].map((word) =>
    verb !== undefined && commands.includes(`${word} ${verb}`) ? `${word} ${verb}` : word,
  )
}
