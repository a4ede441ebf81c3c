import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command, Interfaces } from '@oclif/core'

/** Where the program's parts are. */
export interface Place {
  /** The package's folder. */
  root: string
  /** Folder of the command classes: the path below it is the command. */
  commands: string
  /** `.cjs`, or `.ts` when run from source. */
  extension: '.cjs' | '.ts'
  /** Loads the class in a command's file. */
  load(file: string): Promise<Command.Class>
}

/** Longest command in words: `experience sessions list`. */
const maxWords = 3

/** The command that the leading words name, found by its file alone: a start opens no list of commands. */
export function findCommand(words: readonly string[], place: Place): string[] | undefined {
  for (let count = Math.min(words.length, maxWords); count > 0; count--) {
    const name = words.slice(0, count)
    if (name.every((word) => /^[a-z][a-z0-9-]*$/.test(word)) && existsSync(fileOf(name, place))) return [...name]
  }
  return undefined
}

/** Whether a first word is a command or a topic, or cannot be an alias. */
export function isTaken(word: string, place: Place): boolean {
  return !/^[a-z][a-z0-9-]*$/.test(word) || existsSync(fileOf([word], place)) || existsSync(join(place.commands, word))
}

function fileOf(name: readonly string[], { commands, extension }: Place): string {
  return join(commands, ...name) + extension
}

/** A command that loads its class when it is run. */
export function loadable(name: readonly string[], place: Place): Command.Loadable {
  const id = name.join(':')
  return {
    id,
    aliases: [],
    args: {},
    flags: {},
    hidden: false,
    hiddenAliases: [],
    async load() {
      const command = await place.load(fileOf(name, place))
      command.id = id
      return command
    },
  }
}

/** A command with all that its help shows, read from its class: the manifest of all commands stays closed. */
export async function documented(command: Command.Loadable): Promise<Command.Loadable> {
  const { args, baseFlags, flags, summary, description, examples, state, strict, usage } = await command.load()
  const named = <T extends object>(inputs: Record<string, T> | undefined) =>
    Object.fromEntries(Object.entries(inputs ?? {}).map(([key, input]) => [key, { ...input, name: key }]))
  return {
    ...command,
    args: named(args) as Command.Loadable['args'],
    flags: named({ ...baseFlags, ...flags }) as Command.Loadable['flags'],
    strict,
    ...(summary === undefined ? {} : { summary }),
    ...(description === undefined ? {} : { description }),
    ...(examples === undefined ? {} : { examples }),
    ...(state === undefined ? {} : { state }),
    ...(usage === undefined ? {} : { usage }),
  }
}

/** All commands from the manifest, for the help of topics and for naming what was meant. */
export function allCommands(place: Place): Command.Loadable[] {
  const manifest = JSON.parse(readFileSync(join(place.root, 'oclif.manifest.json'), 'utf8')) as Interfaces.Manifest
  return Object.values(manifest.commands).map((cached) => ({
    ...cached,
    load: loadable(cached.id.split(':'), place).load,
  }))
}

/** The program as oclif's root plugin. */
export function rootPlugin(place: Place, pjson: Interfaces.PJSON, commands: Command.Loadable[]): Interfaces.Plugin {
  const plugin: Interfaces.Plugin = {
    _base: '',
    alias: pjson.name,
    commandIDs: commands.map((command) => command.id),
    commands,
    commandsDir: place.commands,
    findCommand: (async (id: string) => commands.find((c) => c.id === id)?.load()) as Interfaces.Plugin['findCommand'],
    hasManifest: true,
    hooks: {},
    isRoot: true,
    load: async () => {},
    moduleType: 'module',
    name: pjson.name,
    options: { root: place.root },
    pjson,
    root: place.root,
    topics: Object.entries(pjson.oclif.topics ?? {}).map(([name, topic]) => ({ name, ...topic })),
    type: 'core',
    valid: true,
    version: pjson.version,
  }
  return plugin
}
