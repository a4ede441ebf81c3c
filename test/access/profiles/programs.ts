/** Small programs over the built sources, since a process of its own is what shows locks, kills and hanging calls. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundle } from '../../bundle.js'

const root = fileURLToPath(new URL('../../..', import.meta.url))

/** What a program printed, and how it ended. */
export interface Ended {
  /** The JSON document on its stdout; undefined when there is none. */
  said: unknown
  stderr: string
  code: number | null
  signal: NodeJS.Signals | null
  /** From its start to its end. */
  tookMs: number
}

/** Bundles `programs/<name>.ts` as the product is bundled, in a place from which its packages are found. */
export async function bundleProgram(name: string): Promise<{ file: string; remove: () => void }> {
  const shelf = join(root, 'node_modules', '.test-programs')
  mkdirSync(shelf, { recursive: true })
  const folder = mkdtempSync(join(shelf, `${name}-`))
  await bundle(join(root, 'test', 'access', 'profiles', 'programs', `${name}.ts`), folder)
  return { file: join(folder, `${name}.mjs`), remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/** Starts a bundled program; `line` waits for its next line of output. */
export function start(
  file: string,
  words: readonly string[],
  env: NodeJS.ProcessEnv,
  nodeFlags: readonly string[] = [],
) {
  const startedAt = performance.now()
  const child = spawn(process.execPath, [...nodeFlags, file, ...words], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (chunk) => {
    stdout += chunk
  })
  child.stderr.on('data', (chunk) => {
    stderr += chunk
  })
  const ended = once(child, 'close').then(([code, signal]): Ended => {
    const last = stdout.trim().split('\n').at(-1)
    return { said: last ? JSON.parse(last) : undefined, stderr, code, signal, tookMs: performance.now() - startedAt }
  })
  const line = async (text: string) => {
    while (!stdout.includes(`${text}\n`)) await Promise.race([once(child.stdout, 'data'), ended])
  }
  return { child, ended, line }
}
