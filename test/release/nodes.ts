/** The Nodes that the program is checked on, as npm's packages of their binaries bring them. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { npm } from './npm.js'

/** The oldest that package.json allows, those with long support, and the newest. */
export const supportedNodes = ['20.18.1', '22', '24', 'latest'] as const

/** A Node of that version as a file to run; `current` is the one that runs this. Installed once into `folder`. */
export function nodeOf(version: string, folder: string): string {
  if (version === 'current') return process.execPath
  const isWindows = process.platform === 'win32'
  const name = `node-${isWindows ? 'win' : process.platform}-${process.arch}`
  const place = join(folder, version)
  const file = join(place, 'node_modules', name, 'bin', isWindows ? 'node.exe' : 'node')
  if (!existsSync(file)) {
    mkdirSync(place, { recursive: true })
    writeFileSync(join(place, 'package.json'), '{}')
    npm(['install', '--ignore-scripts', `${name}@${version}`], { cwd: place })
  }
  return file
}

export function versionOf(node: string): string {
  return execFileSync(node, ['--version'], { encoding: 'utf8' }).trim()
}
