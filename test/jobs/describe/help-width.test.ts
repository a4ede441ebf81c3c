/** The help of every command, made in this process as oclif makes it: nothing overflows 80 columns, nothing is unsaid. */

import type { Command, Config } from '@oclif/core'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Operation } from '../../../src/call/facts/operation.js'
import { documented, loadable } from '../../../src/cli/command-tree.js'
import { Help } from '../../../src/cli/help.js'
import { manifest } from '../../contract/command-facts.js'
import { openConfig, place } from './whole-program.js'

const width = 80
let config: Config

/** The program's help, with the text of a page in the hand. */
class Pages extends Help {
  of(command: Command.Loadable): string {
    return this.formatCommand(command)
  }
}

/** What a command cannot do without: arguments and flags, as USAGE names them. */
async function neededBy(command: Command.Loadable): Promise<string[]> {
  const loaded = (await command.load()) as { operation?: Operation }
  const { query = {}, body } = loaded.operation ?? {}
  const fields = Object.entries({ ...query, ...body?.fields }).filter(([, field]) => field.required)
  const args = Object.values(command.args).filter(({ required }) => required)
  const flags = Object.values(command.flags).filter(({ required }) => required)
  return [
    ...args.map(({ name }) => name.toUpperCase()),
    ...flags.map(({ name }) => `--${name}`),
    // A preset gives some of its operation's inputs by itself.
    ...fields
      .map(([name]) => name)
      .filter((name) => Object.hasOwn(command.flags, name))
      .map((name) => (usesSwitch(command, name) ? `--[no-]${name}` : `--${name}`)),
  ]
}

function usesSwitch(command: Command.Loadable, name: string): boolean {
  const flag = command.flags[name]
  return flag?.type === 'boolean' && flag.allowNo === true
}

beforeAll(async () => {
  config = await openConfig()
})

describe.each(Object.keys(manifest.commands))('%s', (id) => {
  it('has help within 80 columns, and a word on everything', async () => {
    const command = await documented(loadable(id.split(':'), place))
    const help = new Pages(config, { ...config.pjson.oclif.helpOptions, maxWidth: width, stripAnsi: true })
    const [before = '', examples = ''] = help.of(command).split(/^EXAMPLES$/m)
    expect(before.split('\n').filter((line) => line.length > width)).toEqual([])
    expect(examples).toMatch(/\blogto/)
    // Examples are lines to copy: broken between words only, so that a shell reads what was written.
    const copied = examples.replaceAll(/ \\\n +/g, ' ')
    for (const example of command.examples ?? []) {
      expect(copied).toContain(typeof example === 'string' ? example : example.command)
    }
    const long = examples.split('\n').filter((line) => line.length > width)
    expect(long.filter((line) => !/^ +(\$ )?('.*'|"[^"]*"|\S+)( \\)?$/.test(line))).toEqual([])
    for (const section of before.split(/^(?=[A-Z ]+$)/m)) {
      // Where one flag has a letter, all names stand behind the place of the letters; above their texts, at the margin.
      const isAbove = /\S\n\n {2}-/.test(section)
      const places = isAbove
        ? (section.match(/^ *(?=--?\w[\w-]*(=\S+|, --.*)?$)/gm) ?? [])
        : section.split('\n').flatMap((line) => /^ {2,6}(-\w, )?(?=--)/.exec(line)?.[0] ?? [])
      if (/FLAGS$/m.test(section))
        expect(new Set(places.map(({ length }) => length)).size, section).toBeLessThanOrEqual(1)
    }
    const usage = [command.usage].flat().join(' ')
    for (const name of await neededBy(command)) expect(usage, 'USAGE').toContain(name)
    expect(command.summary).toMatch(/\S/)
    const inputs = [...Object.entries(command.args), ...Object.entries(command.flags)]
    expect(inputs.filter(([, input]) => !input.description?.trim()).map(([name]) => name)).toEqual([])
  })
})
