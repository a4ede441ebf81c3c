import { chooseTenant, type Tenant } from '../../access/auth/tenant.js'
import { claimsOf } from '../../access/auth/token-claims.js'
import { isPlainObject } from '../../base/value-path.js'
import { call } from '../../call/operation/call.js'
import { printAnswer, printOptions, rowsOf } from '../../call/operation/print-answer.js'
import { proveCredentials } from '../../call/operation/proof.js'
import { settingsOf } from '../../call/operation/settings.js'
import type { TenantClient } from '../../call/operation/tenant-client.js'
import { shownText } from '../../call/output/cell-text.js'
import { isMachineFormat } from '../../call/output/format.js'
import { notice } from '../../call/output/notice.js'
import type { LoginProgram } from './program.js'
import { clientFor } from './prove.js'

/** One value that is in force, and where it came from. */
interface Fact {
  name: string
  value: unknown
  from: string
}

/** Shows what is in force and why, then proves the credentials by a call. Throws what the proof throws, after showing. */
export async function whoami(
  flags: Readonly<Record<string, unknown>>,
  { env, streams, context }: LoginProgram,
): Promise<void> {
  const settings = settingsOf(flags)
  const { tenant, notices } = await chooseTenant(settings, env, process.cwd())
  for (const text of notices) await notice(text, settings.format, streams)
  const client = clientFor(tenant, context)
  const authority = tenant.management ? 'management' : 'user'
  try {
    const token = await attempt(() => client.accessToken(authority))
    const proof = token.failed ? token : await attempt(() => proveCredentials(client, authority))
    const facts = [
      ...factsOf(tenant, settings.endpoint, env),
      ...(proof.failed ? [] : await whoFacts(tenant, client, token.value, proof.value)),
      ...tokenFacts(token.value),
      ...(await verificationFacts(tenant)),
      proofFact(proof),
    ]
    const isTable = !isMachineFormat(settings.format) || settings.format === 'csv'
    const byName = Object.fromEntries(facts.map(({ name, value, from }) => [name, { value, from }]))
    const { isTTY } = printOptions(settings).terminal
    await printAnswer(
      isTable ? rowsOf(isTTY ? facts.map(shown) : facts) : { kind: 'object', value: byName },
      settings,
      streams,
    )
    if (proof.failed) throw proof.error
  } finally {
    await client.close()
  }
}

/** Its column holds values of all kinds: how a person sees one is known by its name. */
function shown({ name, value, from }: Fact): Fact {
  return { name, value: shownText(value, name), from }
}

type Attempt<T> = { failed: false; value: T; error?: undefined } | { failed: true; value?: undefined; error: unknown }

async function attempt<T>(action: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { failed: false, value: await action() }
  } catch (error) {
    return { failed: true, error }
  }
}

function factsOf(tenant: Tenant, endpointFlag: string | undefined, env: NodeJS.ProcessEnv): Fact[] {
  const { profile, endpoint, resource, readOnly } = tenant
  const facts: Fact[] = []
  const add = (name: string, value: unknown, from: string) => facts.push({ name, value, from })
  if (profile) {
    const { name, facts: stored, from } = profile
    const here = `profile ${name}`
    add('profile', name, from)
    add('endpoint', stored.endpoint, here)
    add('tenantId', tenantId(resource), 'resource')
    add('resource', resource, stored.resource === undefined ? 'worked out from the endpoint' : here)
    add('kind', stored.kind, here)
    add('clientId', stored.clientId ?? null, here)
    add('storage', stored.storage, here)
  } else {
    add('profile', null, 'environment')
    add('endpoint', endpoint.href.replace(/\/$/, ''), endpointFlag === undefined ? 'LOGTO_ENDPOINT' : '--endpoint')
    add('tenantId', tenantId(resource), 'resource')
    const named = ['LOGTO_RESOURCE', 'LOGTO_MANAGEMENT_API_RESOURCE'].find((name) => env[name])
    add('resource', resource, named ?? 'worked out from the endpoint')
    add('kind', env.LOGTO_ACCESS_TOKEN ? 'token' : tenant.management ? 'client' : 'user', credentialName(env))
    add('clientId', clientId(env) ?? null, env.LOGTO_CLIENT_ID ? 'LOGTO_CLIENT_ID' : credentialName(env))
  }
  add('readOnly', readOnly.length > 0, readOnly.join(', ') || 'no source')
  return facts
}

/** The tenant's id is the first label of its resource indicator (`https://<tenant id>.logto.app/api`). */
function tenantId(resource: string): string | null {
  return /^https:\/\/([^.]+)\.logto\.app\/api$/.exec(resource)?.[1] ?? null
}

function credentialName(env: NodeJS.ProcessEnv): string {
  const names = ['LOGTO_ACCESS_TOKEN', 'LOGTO_CLIENT_ID', 'LOGTO_AUTH', 'LOGTO_USER_TOKEN']
  return names.find((name) => env[name]) ?? 'nothing'
}

function clientId(env: NodeJS.ProcessEnv): string | undefined {
  if (env.LOGTO_ACCESS_TOKEN) return undefined
  return env.LOGTO_CLIENT_ID ?? env.LOGTO_AUTH?.split(':')[0]
}

function tokenFacts(token: string | undefined): Fact[] {
  const claims = token === undefined ? undefined : claimsOf(token)
  if (!claims) return []
  return [
    { name: 'scope', value: claims.scope ?? null, from: 'token' },
    {
      name: 'tokenExpiresAt',
      value: claims.exp === undefined ? null : new Date(claims.exp * 1000).toISOString(),
      from: 'token',
    },
  ]
}

/** Who acts: the end user, the application by its name, or the administrator whom the token names. */
async function whoFacts(tenant: Tenant, client: TenantClient, token = '', account: unknown): Promise<Fact[]> {
  const from = 'a call to the API'
  if (!tenant.management) return named(account).map((name) => ({ name: 'who', value: `user ${name}`, from }))
  const claims = claimsOf(token)
  const id = claims?.client_id ?? claims?.sub
  if (id === undefined) return []
  if (claims?.sub !== undefined && claims.sub !== id) {
    return [{ name: 'who', value: `administrator ${claims.sub}`, from: 'token' }]
  }
  const path = `/api/applications/${encodeURIComponent(id)}`
  // An application of the admin tenant is none of this one's.
  const { value: application } = await attempt(() => call<unknown>(client, 'management', { method: 'GET', path }))
  return named(application).map((name) => ({ name: 'who', value: `application ${name}`, from }))
}

/** What an object is called, with its id: `ann (u1)`; nothing for what is none. */
function named(value: unknown): string[] {
  if (!isPlainObject(value) || typeof value.id !== 'string') return []
  const names = [value.username, value.primaryEmail, value.primaryPhone, value.name]
  const known = names.find((name) => typeof name === 'string' && name !== '')
  return [known === undefined ? value.id : `${String(known)} (${value.id})`]
}

async function verificationFacts({ verification }: Tenant): Promise<Fact[]> {
  const record = await verification?.current()
  return record ? [{ name: 'verifiedUntil', value: record.expiresAt, from: 'account step-up' }] : []
}

function proofFact({ failed, error }: Attempt<unknown>): Fact {
  const value = failed ? `no: ${error instanceof Error ? error.message : String(error)}` : 'yes'
  return { name: 'works', value, from: 'a call to the API' }
}
