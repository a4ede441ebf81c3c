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
  const topics = only ? {} : await topicsOf(place)
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

/** Needed by those that speak of all commands: others do not load it. */
async function topicsOf({ root }: Place): Promise<Record<string, { description: string }>> {
  const { readTopics, topicSummaries } = await import('../find/topics.js')
  const summaries = [...topicSummaries(readTopics(root))]
  return Object.fromEntries(summaries.map(([name, description]) => [name.replaceAll(' ', ':'), { description }]))
}

function unknownCommand(words: readonly string[], ids: readonly string[]): UsageError {
  const commands = ids.map((id) => id.replaceAll(':', ' '))
  const topics = new Set(commands.map((command) => command.split(' ')[0] ?? ''))
  const [topic = '', ...verb] = words
  const typed = words.slice(0, topics.has(topic) ? 2 : 1).join(' ')
  const close = topics.has(topic) ? closeVerbs(topic, verb, commands) : closeTopics(topic, verb[0], topics, commands)
  const hint =
    close.length > 0
      ? `did you mean ${close.map((command) => `\`logto ${command}\``).join(' or ')}?`
      : `${topics.has(topic) ? `see logto ${topic} --help` : 'see logto --help'}, or try \`logto search ${typed}\``
  return new UsageError(`unknown command: ${typed}`, { code: 'usage.unknown_command', hint })
}

/** The nearest verbs of a topic; some have two words (`sessions list`). */
function closeVerbs(topic: string, typed: readonly string[], commands: readonly string[]): string[] {
  const verbs = commands.filter((c) => c.startsWith(`${topic} `)).map((c) => c.slice(topic.length + 1))
  const whole = nearest(
    typed.slice(0, 2).join(' '),
    verbs.filter((verb) => verb.includes(' ')),
  )
  const close = typed.length > 1 && whole.length > 0 ? whole : nearest(typed[0] ?? '', verbs)
  return close.map((verb) => `${topic} ${verb}`)
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
