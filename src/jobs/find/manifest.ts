import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ListedCommand } from './catalogue.js'

/** All commands of the program as the manifest lists them; no class of one is loaded. */
export function listedCommands(root: string): ListedCommand[] {
  const manifest = JSON.parse(readFileSync(join(root, 'oclif.manifest.json'), 'utf8')) as {
    commands: Record<string, ListedCommand>
  }
  return Object.values(manifest.commands)
}
