import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { CommandClass } from './find-command.js'

/**
 * Loads the class of any command (`users list`) from the folder of commands, each when it is asked for: all others stay
 * closed. `entry` is the address of a command's own file, `up` the way from there to the folder.
 */
export function commandLoader(entry: string, up: './' | '../'): (command: string) => Promise<CommandClass> {
  return async (command) => {
    const path = `${up}${command.replaceAll(' ', '/')}${extname(entry)}`
    const module = (await import(fileURLToPath(new URL(path, entry)))) as { default: CommandClass }
    return module.default
  }
}
