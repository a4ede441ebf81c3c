/** Runs an example script by the command lines that its own comment gives. */

import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { type Finished, makeHome, shell } from '../../cli/run.js'
import { type Json, startTenant, type TestTenant } from '../../sandbox/client.js'
import { writeProfiles } from './profiles.js'

export const examples = join(import.meta.dirname, '..', '..', '..', 'examples', 'lua')

/** By script, the command lines that have been run. */
export const tried = new Map<string, Set<number>>()

const cleanups: (() => unknown)[] = []

/** Ends all tenants and removes all homes. */
export async function closeExamples(): Promise<void> {
  await Promise.all(cleanups.splice(0).map((cleanup) => cleanup()))
}

/** The command lines in the comment on top of a script, ready to paste into a shell. */
export function commandLines(script: string): string[] {
  const text = readFileSync(join(examples, script), 'utf8')
  const comment = text.slice(0, text.search(/^(?!--)/m))
  return [...comment.matchAll(/^-- {3}(logto .*)$/gm)].map(([, line = '']) => line)
}

/** An example in a home of its own, with tenants of its own. */
export interface Example {
  tenant: TestTenant
  /** The tenant of the profile `production`. */
  other: TestTenant
  /** Runs command line number `index`, with more words behind it. */
  line(index: number, more?: string): Promise<Finished>
  /** Runs the script with words of the test's own, as they stand in a shell. */
  run(words: string): Promise<Finished>
  /** Runs any command line. */
  shell(line: string): Promise<Finished>
  /** Writes a file beside the script. */
  file(name: string, text: string): void
  read(name: string): string
  /** The rows of a list of the API. */
  rows(path: string, tenant?: TestTenant): Promise<Json[]>
  /** From now on the API refuses what matches, such as `DELETE /api/users/u1`. */
  refuse(pattern: RegExp): Promise<void>
}

export async function example(script: string, users = 0): Promise<Example> {
  const home = makeHome()
  const [tenant, other] = await Promise.all([startTenant({ users }), startTenant()])
  copyFileSync(join(examples, script), join(home.path, script))
  writeProfiles(home.path, {
    staging: { endpoint: tenant.url, token: tenant.token },
    production: { endpoint: other.url, token: other.token },
  })
  cleanups.push(tenant.close, other.close, home.remove)
  const lines = commandLines(script)
  let endpoint = tenant.url
  const sh = (line: string) =>
    shell(line, home.path, {
      env: line.includes('--profile') ? {} : { LOGTO_ENDPOINT: endpoint, LOGTO_ACCESS_TOKEN: tenant.token },
    })
  return {
    tenant,
    other,
    line(index, more = '') {
      const line = lines[index]
      if (line === undefined) throw new Error(`${script} has no command line ${index}`)
      tried.set(script, (tried.get(script) ?? new Set()).add(index))
      return sh(`${line} ${more}`)
    },
    shell: sh,
    run: (words) => sh(`logto lua ${script} ${words}`),
    file: (name, text) => writeFileSync(join(home.path, name), text),
    read: (name) => readFileSync(join(home.path, name), 'utf8'),
    rows: async (path, from = tenant) => (await from.call('GET', path)).json as unknown as Json[],
    async refuse(pattern) {
      const refusing = await refusingServer(tenant, pattern)
      cleanups.push(() => refusing.close())
      endpoint = `http://127.0.0.1:${(refusing.address() as AddressInfo).port}`
    },
  }
}

/** Hands requests on to the tenant, except for those it refuses with 403. */
async function refusingServer(tenant: TestTenant, pattern: RegExp): Promise<Server> {
  const server = createServer(async (request, response) => {
    const { method = 'GET', url = '/' } = request
    response.setHeader('content-type', 'application/json')
    if (pattern.test(`${method} ${url}`)) {
      response.writeHead(403).end(JSON.stringify({ code: 'auth.forbidden', message: 'Not this one.' }))
      return
    }
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = chunks.length > 0 ? JSON.parse(Buffer.concat(chunks).toString()) : undefined
    const { status, headers, text } = await tenant.call(method, url, body)
    const total = headers.get('total-number')
    response.writeHead(status, total === null ? {} : { 'total-number': total }).end(text)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return server
}
