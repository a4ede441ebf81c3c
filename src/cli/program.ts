import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Command, Config, type Interfaces, loadHelpClass } from '@oclif/core'
import { helpTopics } from '../describe/help-topics.js'
import type { UsageError } from '../errors.js'
import { unknownCommand } from '../unknown-command.js'
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
    isTopic: (words) => words.length === 1 && words[0] !== undefined && Object.hasOwn(topics, words[0]),
    unknownCommand: (words) =>
      unknownCommand(
        words,
        config.commands.filter((c) => !c.hidden).map((c) => c.id.replaceAll(':', ' ')),
        helpTopics.map(({ name }) => name),
      ),
  }
}

function readTopics({ root }: Place): Record<string, { description: string }> {
  const topics = JSON.parse(readFileSync(join(root, 'operations', 'topics.json'), 'utf8')) as Record<string, string>
  return Object.fromEntries(Object.entries(topics).map(([name, description]) => [name, { description }]))
}
