import { type Command, Config, type Interfaces } from '@oclif/core'
import type { UsageError } from '../base/errors.js'
import { ManyValues } from '../call/operation/many-values.js'
import { processStreams } from '../call/output/streams.js'
import type { OpenedTenant } from '../call/refreshed/open.js'
import type { CommandClass } from '../jobs/describe/find-command.js'
import { allCommands, type Place, rootPlugin } from './command-tree.js'
import { unknownCommand } from './unknown-command.js'

/** The program opened for one command, or for all of them. */
export interface Program {
  run(name: readonly string[], argv: readonly string[]): Promise<void>
  showHelp(words: readonly string[]): Promise<void>
  isTopic(words: readonly string[]): boolean
  /** The usage error for words that are no command, nor one of the pages of help, with the nearest. Nothing is ever run on a guess. */
  unknownCommand(words: readonly string[], pages?: readonly string[]): UsageError
}

/**
 * Opens oclif's configuration over one command; without it, over the whole tree and its topics, with what is kept of the
 * tenant.
 */
export async function openProgram(
  place: Place,
  pjson: Interfaces.PJSON,
  only?: Command.Loadable,
  { commands: tenant, isUnreadable = false }: OpenedTenant = {},
): Promise<Program> {
  const topics = only ? {} : await topicsOf(place)
  const commands = only ? [only] : await wholeTree(place, tenant)
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
      try {
        await config.runCommand(name.join(':'), [...argv])
      } catch (error) {
        if (!(error instanceof ManyValues)) throw error
        const { startValues } = await import('../jobs/bulk/batch/start-batch.js')
        const { oneCall } = await import('../jobs/bulk/batch/target.js')
        const target = oneCall(error.command, (await commands[0]?.load()) as CommandClass)
        const program = { root: place.root, version: config.version, streams: processStreams() }
        await startValues(target, error.typed, error.values, program)
      }
    },
    async showHelp(words) {
      const { Help } = await import('./help.js')
      await new Help(config, config.pjson.oclif.helpOptions).showHelp([...words])
    },
    isTopic: (words) => words.every((word) => !word.includes(':')) && config.findTopic(words.join(':')) !== undefined,
    unknownCommand: (words, pages = []) =>
      unknownCommand(
        words,
        pages,
        config.commands.filter((c) => !c.hidden).map((c) => c.id),
        isUnreadable,
      ),
  }
}

/** All commands, and those that the tenant's documents add. */
async function wholeTree(place: Place, tenant: OpenedTenant['commands']): Promise<Command.Loadable[]> {
  const own = allCommands(place)
  if (!tenant) return own
  const { joined } = await import('../jobs/find/all-commands.js')
  return joined(own, tenant, place.root)
}

/** Needed by those that speak of all commands: others do not load it. */
async function topicsOf({ root }: Place): Promise<Record<string, { description: string }>> {
  const { readTopics, topicSummaries } = await import('../jobs/find/topics.js')
  const summaries = [...topicSummaries(readTopics(root))]
  return Object.fromEntries(summaries.map(([name, description]) => [name.replaceAll(' ', ':'), { description }]))
}
