/** A tenant for scripts: the program runs them, the scripted server answers. */

import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Finished, RunOptions } from '../../cli/run.js'
import type { Reply, Script } from '../../cli/server.js'
import { type Tenant, tenant } from '../../cli/tenant.js'

export interface ScriptTenant extends Tenant {
  /** Runs a script, given as its text, from a file `script.lua` in the home folder. */
  lua(code: string, args?: readonly string[], options?: RunOptions): Promise<Finished>
  /** Writes a file below the home folder and returns its path. */
  file(name: string, text: string): string
}

export async function scriptTenant(answer?: Reply | Script): Promise<ScriptTenant> {
  const own = await tenant(answer)
  const file = (name: string, text: string) => {
    const path = join(own.home, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
    return path
  }
  return {
    ...own,
    file,
    lua: (code, args = [], options = {}) => {
      file('script.lua', code)
      return own.logto(['lua', 'script.lua', ...args], options)
    },
  }
}

/** The envelope of a run with --json. */
export function envelopeOf({ stdout }: Finished): Record<string, unknown> & { calls: Record<string, unknown>[] } {
  return JSON.parse(stdout)
}
