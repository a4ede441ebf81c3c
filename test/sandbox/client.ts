import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/start.js'

/** Folder of the generated operations. */
export const operations = pathToFileURL(join(import.meta.dirname, '..', '..', 'operations'))

/** Folder with recorded exchanges, where present. */
export const exchanges = join(
  process.env.LOGTO_REFERENCE ?? join(import.meta.dirname, '..', '..', '..', 'shared'),
  'exchanges',
)
export const hasExchanges = existsSync(exchanges)

export interface Answered {
  status: number
  headers: Headers
  text: string
  /** The parsed body, loosely typed: tests look into it. */
  json: Json
}

export interface Json {
  [key: string]: Json
}

/** A running sandbox with a token for it. */
export interface TestTenant extends Sandbox {
  token: string
  call(method: string, path: string, body?: unknown, token?: string): Promise<Answered>
}

export async function startTenant(options: Partial<SandboxOptions> = {}): Promise<TestTenant> {
  const sandbox = await startSandbox({ operations, ...options })
  const issued = await requestToken(sandbox)
  const token = String(issued.json.access_token)
  return {
    ...sandbox,
    token,
    call: (method, path, body, other = token) => send(sandbox.url + path, method, body, other),
  }
}

/** A client credentials request; `change` overrides or, with `undefined`, leaves out parameters. */
export async function requestToken(
  sandbox: Pick<Sandbox, 'url' | 'clientId' | 'clientSecret'>,
  change: Record<string, string | undefined> = {},
): Promise<Answered> {
  const form = {
    grant_type: 'client_credentials',
    client_id: sandbox.clientId,
    client_secret: sandbox.clientSecret,
    resource: 'https://default.logto.app/api',
    scope: 'all',
    ...change,
  }
  const given = Object.entries(form).filter((pair): pair is [string, string] => pair[1] !== undefined)
  return answered(await fetch(`${sandbox.url}/oidc/token`, { method: 'POST', body: new URLSearchParams(given) }))
}

async function send(url: string, method: string, body: unknown, token: string): Promise<Answered> {
  const headers: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {}
  if (body !== undefined && !(body instanceof FormData)) headers['content-type'] = 'application/json'
  const sent = body === undefined ? {} : { body: body instanceof FormData ? body : JSON.stringify(body) }
  return answered(await fetch(url, { method, headers, redirect: 'manual', ...sent }))
}

export async function answered(response: Response): Promise<Answered> {
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.includes('json') && text !== ''
  return { status: response.status, headers: response.headers, text, json: isJson ? JSON.parse(text) : {} }
}
