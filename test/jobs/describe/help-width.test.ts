/** The help of every command, made in this process as oclif makes it: nothing overflows 80 columns, nothing is unsaid. */

import type { Command, Config } from '@oclif/core'
import { beforeAll, describe, expect, it } from 'vitest'
import { documented } from '../../../src/cli/command-tree.js'
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

beforeAll(async () => {
  config = await openConfig()
})

describe.each(Object.keys(manifest.commands))('%s', (id) => {
  it('has help within 80 columns, and a word on everything', async () => {
    const command = await documented(id.split(':'), place)
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
    expect(command.summary).toMatch(/\S/)
    const inputs = [...Object.entries(command.args), ...Object.entries(command.flags)]
    expect(inputs.filter(([, input]) => !input.description?.trim()).map(([name]) => name)).toEqual([])
  })
})
