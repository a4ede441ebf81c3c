import type { Tenant } from '../../access/auth/tenant.js'
import type { Settings } from '../../call/operation/settings.js'
import type { TenantClient } from '../../call/operation/tenant-client.js'

/** What is examined. */
export interface Situation {
  settings: Settings
  env: NodeJS.ProcessEnv
  cwd: string
  /** The folder of this program, which holds `operations/`. */
  root: string
  /** Milliseconds for each of the API documents, which take a busy server many seconds. */
  documentTimeoutMs: number
  /** The versions of Node that this program runs on, as package.json says: `>=20.18.1`. */
  engines: string
}

/** The tenant that is in force, and how to talk to it. */
export interface Patient {
  tenant: Tenant
  client: TenantClient
  /** Whose right its commands use: an end user's where that is all there is. */
  authority: 'management' | 'user'
  /** Where tokens come from; undefined for a token that was given. */
  tokenUrl: URL | undefined
  /** Each host that is talked to, once: the endpoint, and the token endpoint's where it is another. */
  hosts: readonly URL[]
}

/** Names the host in messages only where there is more than one. */
export function perHost({ hosts }: Pick<Patient, 'hosts'>, url: URL, text: string): string {
  return hosts.length > 1 ? `${url.host}: ${text}` : text
}
