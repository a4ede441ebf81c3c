/** Writes `oclif.manifest.json` from the built commands, by oclif's own rules. */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Interfaces, Plugin } from '@oclif/core'

const root = fileURLToPath(new URL('..', import.meta.url))
const pjson = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as Interfaces.PJSON
const plugin = new Plugin({ root, pjson, isRoot: true, ignoreManifest: true, errorOnManifestCreate: true })
await plugin.load()

// The facts of an operation stand in its class and its schema file; oclif copies every static property.
const commands = Object.fromEntries(
  Object.entries(plugin.manifest.commands)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, { operation: _, ...command }]) => [id, command]),
)
// A line for each command, so that a change reads as a diff of commands.
const lines = Object.entries(commands).map(([id, command]) => `${JSON.stringify(id)}: ${JSON.stringify(command)}`)
writeFileSync(
  `${root}oclif.manifest.json`,
  `{"version": ${JSON.stringify(pjson.version)}, "commands": {\n${lines.join(',\n')}\n}}\n`,
)
