/** The help of every command, as it stands on a terminal of 80 columns. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Command, Config, type Interfaces } from '@oclif/core'
import { describe, expect, it } from 'vitest'
import { allCommands, rootPlugin } from '../../src/cli/command-tree.js'
import Help from '../../src/cli/help.js'

const root = join(import.meta.dirname, '..', '..')
const place = { root, commands: join(root, 'dist', 'commands'), extension: '.js' as const }
const pjson = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Interfaces.PJSON
const commands = allCommands(place)
const plugin = rootPlugin(place, pjson, commands)
const config = await Config.load({
  root,
  pjson,
  plugins: new Map([[plugin.name, plugin]]),
  userPlugins: false,
  devPlugins: false,
})

/** The program's help, as text. Output that is no terminal is 80 columns wide. */
class Pages extends Help {
  of(command: Command.Loadable): string[] {
    return this.formatCommand(command).split('\n')
  }
}

const pages = new Pages(config, pjson.oclif.helpOptions)
const all = commands.map((command) => [command.id.replaceAll(':', ' '), pages.of(command)] as const)

describe('the help of a command', () => {
  it('is there for each', () => {
    expect(all.length).toBeGreaterThan(359)
    for (const [id, lines] of all) {
      expect(lines, id).toEqual(expect.arrayContaining([expect.stringContaining(`$ logto ${id}`)]))
    }
  })

  it('has no line of more than 80 columns, but what has no place to break', () => {
    const long = all.flatMap(([id, lines]) =>
      lines.filter((line) => line.length > 80 && line.trim().includes(' ')).map((line) => `${id}: ${line}`),
    )
    expect(long).toEqual([])
  })

  it('describes the command, and each argument and flag', () => {
    for (const { id, summary, description, args, flags, examples } of commands) {
      expect(summary, id).toMatch(/^\S.*\S$/)
      expect(description ?? '', id).toMatch(/^(\S[\s\S]*[.)])?$/)
      expect(examples?.length ?? 0, id).toBeGreaterThan(0)
      for (const [name, input] of Object.entries({ ...args, ...flags })) {
        const text = input.description ?? ''
        expect(text, `${id} ${name}`).toMatch(/^\S[\s\S]*\S$/)
        expect(text, `${id} ${name}: begins with a capital`).toMatch(/^[^a-z]/)
      }
    }
  })
})
