/** A tenant for tests of the program: a scripted server, a home of its own, and the program pointed at them. */

import { onTestFinished } from 'vitest'
import { type Finished, makeHome, type Running, type RunOptions, run, shell, start } from './run.js'
import { type Reply, type Script, type ScriptedServer, startServer } from './server.js'

export const accessToken = 'opaque-token-of-the-test'

export interface Tenant extends ScriptedServer {
  home: string
  /** Runs the program with the tenant's endpoint and a token; `env` adds to these. */
  logto(args: readonly string[], options?: RunOptions): Promise<Finished>
  /** The same, not waited for. */
  begin(args: readonly string[], options?: RunOptions): Running
  /** A line of shell in which `logto` is the program. */
  shell(line: string, options?: RunOptions): Promise<Finished>
}

/** A tenant that ends with the test. `answer`: one reply for every request, or a script. */
export async function tenant(answer: Reply | Script = { body: {} }): Promise<Tenant> {
  const server = await startServer(typeof answer === 'function' ? answer : () => answer)
  const home = makeHome()
  onTestFinished(() => {
    server.close()
    home.remove()
  })
  const own = (options: RunOptions = {}): RunOptions => ({
    ...options,
    env: { LOGTO_ENDPOINT: server.endpoint, LOGTO_ACCESS_TOKEN: accessToken, ...options.env },
  })
  return {
    ...server,
    home: home.path,
    logto: (args, options) => run(args, home.path, own(options)),
    begin: (args, options) => start(args, home.path, own(options)),
    shell: (line, options) => shell(line, home.path, own(options)),
  }
}

/** Runs the program with nothing set but `options.env`, in a home that ends with the test. */
export async function bare(args: readonly string[], options: RunOptions = {}): Promise<Finished> {
  const home = makeHome()
  onTestFinished(home.remove)
  return run(args, home.path, options)
}

/** The one line `{"error":…}` that a run in a machine format ended with; every other line must be a notice. */
export function errorOf({ stderr }: Finished): Record<string, unknown> {
  const lines = stderr.split('\n').filter((line) => line !== '')
  const said = lines.map((line) => JSON.parse(line) as { error?: Record<string, unknown>; notice?: string })
  const last = said.pop()
  for (const { notice } of said) if (typeof notice !== 'string') throw new Error(`not a notice: ${stderr}`)
  if (!last?.error) throw new Error(`no error at the end of: ${stderr}`)
  return last.error
}
