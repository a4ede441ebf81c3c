import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { root } from './command-facts.js'

export interface Outcome {
  code: number | null
  stdout: string
  stderr: string
}

/** Runs a program in `folder` with this environment and no other; nothing is on its standard input. */
export function run(
  program: string,
  args: readonly string[],
  folder: string,
  env: NodeJS.ProcessEnv,
): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'], timeout: 30_000 })
    let stdout = ''
    let stderr = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text
    })
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, stdout, stderr }))
  })
}

/** Runs the built program. */
export function logto(args: readonly string[], folder: string, env: NodeJS.ProcessEnv): Promise<Outcome> {
  return run(process.execPath, [join(root, 'bin', 'run.js'), ...args], folder, { PATH: process.env.PATH, ...env })
}
