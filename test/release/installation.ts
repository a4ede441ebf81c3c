import { spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { cleanEnv, type Finished, watch } from '../cli/run.js'
import { npm } from './npm.js'

/** A program installed from the packed package, and how it is run. */
export interface Installation {
  /** The command that npm made. */
  command: string
  node: string
  /** Words before the command: another user, for one. */
  as: readonly string[]
}

/** `npm install -g` of the package into a prefix of its own, by that Node. */
export function install(tarball: string, prefix: string, node: string, flags: readonly string[] = []): Installation {
  mkdirSync(prefix, { recursive: true })
  npm(['install', '-g', '--prefix', prefix, ...flags, tarball], { cwd: prefix, node })
  const command = process.platform === 'win32' ? join(prefix, 'logto.cmd') : join(prefix, 'bin', 'logto')
  return { command, node, as: [] }
}

/** Its environment: an empty home, and its own Node first on the path. */
export function environmentOf({ node }: Installation, home: string): NodeJS.ProcessEnv {
  return { ...cleanEnv(home), PATH: `${dirname(node)}${delimiter}${process.env.PATH}`, LOGTO_KEYCHAIN: 'off' }
}

/** Runs the installed command as a user of a shell does. */
export function runInstalled(own: Installation, words: readonly string[], home: string): Promise<Finished> {
  return runBeside(own, [own.command, ...words], home)
}

/** Runs another program in its environment, as the same user. */
export function runBeside(own: Installation, line: readonly string[], home: string): Promise<Finished> {
  // npm's commands on Windows are scripts of cmd.exe.
  const shell = process.platform === 'win32'
  const [program = '', ...words] = [...own.as, ...line].map((word) => (shell ? `"${word}"` : word))
  const options = { cwd: home, env: environmentOf(own, home), shell, stdio: 'pipe' } as const
  return watch(spawn(program, words, options), { timeoutMs: 120_000 }).finished
}
