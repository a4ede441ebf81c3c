/** The whole program in this process, from source. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Command, Config, type Interfaces } from '@oclif/core'
import { allCommands, type Place, rootPlugin } from '../../../src/cli/command-tree.js'
import { root } from '../../contract/command-facts.js'

export const place: Place = {
  root,
  commands: join(root, 'commands'),
  extension: '.ts',
  load: async (file) => ((await import(pathToFileURL(file).href)) as { default: Command.Class }).default,
}

/** oclif's configuration over all commands. */
export async function openConfig(): Promise<Config> {
  const pjson = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Interfaces.PJSON
  const plugin = rootPlugin(place, pjson, allCommands(place))
  return Config.load({
    root,
    pjson,
    plugins: new Map([[plugin.name, plugin]]),
    userPlugins: false,
    devPlugins: false,
  })
}
