import { parseEndpoint, tokenUrlOf, withScheme } from '../../access/profiles/endpoint.js'
import { defaultResource, environmentTokenUrl } from '../../access/profiles/environment.js'
import { CliFailure, InterruptedError, UsageError } from '../../base/errors.js'
import { findLogto } from '../../call/operation/proof.js'
import { askSecret, askText } from '../../call/operation/questions.js'
import type { Machine } from './machine.js'
import type { LoginProgram } from './program.js'
import { clientFor, type LoginContext, provisionalTenant } from './prove.js'
import type { LoginWishes } from './wishes.js'

/** The tenant's address, from the flag, the environment or the person. Throws a UsageError for one that is none. */
export async function endpointOf(wishes: LoginWishes, { env, context }: LoginProgram): Promise<URL> {
  const { endpoint, insecureHttp, noInput } = wishes
  if (endpoint !== undefined) return loginEndpoint(endpoint, '--endpoint', insecureHttp)
  if (env.LOGTO_ENDPOINT) return loginEndpoint(env.LOGTO_ENDPOINT, 'LOGTO_ENDPOINT', insecureHttp)
  const typed = await askText(
    'Address of the tenant (https://<tenant id>.logto.app, or your own):',
    noInput,
    'give it with --endpoint',
    { check: (text) => whyNoTenant(text, insecureHttp, context) },
  )
  return loginEndpoint(typed, 'the address', insecureHttp)
}

/** What is wrong with an address that was typed: that it is none, or that no Logto answers there. */
async function whyNoTenant(typed: string, insecureHttp: boolean, context: LoginContext): Promise<string | undefined> {
  try {
    const endpoint = loginEndpoint(typed, 'the address', insecureHttp)
    const client = clientFor(provisionalTenant(endpoint, defaultResource(endpoint), { insecureHttp }), context)
    try {
      await findLogto(client)
    } finally {
      await client.close()
    }
    return undefined
  } catch (error) {
    if (!(error instanceof CliFailure) || error instanceof InterruptedError) throw error
    return [error.message, error.hint].filter(Boolean).join('; ')
  }
}

/** Reads an address as everywhere, and says how plain http can be had: only a login can allow it. */
export function loginEndpoint(text: string, from: string, insecureHttp: boolean): URL {
  try {
    return parseEndpoint(text, from, { insecureHttp })
  } catch (cause) {
    const isOnlyOpen = cause instanceof UsageError && /^http:/i.test(text) && isEndpoint(text)
    if (!isOnlyOpen) throw cause
    throw new UsageError(cause.message, {
      code: cause.code,
      hint: 'use https; --insecure-http allows it anyway, where the network can be trusted',
      cause,
    })
  }
}

function isEndpoint(text: string): boolean {
  try {
    parseEndpoint(text, '', { insecureHttp: true })
    return true
  } catch {
    return false
  }
}

/** The client id, from the flag, the environment or the person. */
export async function clientIdOf(endpoint: URL, wishes: LoginWishes, { env }: LoginProgram): Promise<string> {
  const { clientId, noInput, user } = wishes
  if (clientId !== undefined) return clientId
  const { id } = user ? {} : environmentClient(endpoint, env)
  if (id) return id
  const which = user ? 'native' : 'machine-to-machine'
  return askText(`Client id of the ${which} application:`, noInput, 'give it with --client-id', {
    check: async (typed) =>
      /^[\w.-]+$/.test(typed)
        ? undefined
        : 'A client id has letters, digits and hyphens alone; the Console shows it as App ID',
  })
}

/** A machine-to-machine application; its secret from standard input, the environment or the person. */
export async function machineOf(endpoint: URL, wishes: LoginWishes, program: LoginProgram): Promise<Machine> {
  const own = environmentClient(endpoint, program.env)
  const id = await clientIdOf(endpoint, wishes, program)
  // A secret is its client's: it is taken for no other.
  const ownSecret = own.id === undefined || own.id === id ? own.secret : undefined
  const secret = wishes.clientSecretStdin
    ? await program.readSecret('--client-secret-stdin')
    : (ownSecret ??
      (await askSecret(
        'Client secret:',
        wishes.noInput,
        'pipe it in with --client-secret-stdin, or set LOGTO_CLIENT_SECRET',
      )))
  return {
    endpoint,
    id,
    secret,
    resource: wishes.resource ?? own.resource,
    scope: wishes.scope ?? own.scope,
    tokenUrl: own.tokenUrl ?? tokenUrlOf(endpoint),
    insecureHttp: wishes.insecureHttp,
  }
}

/** The resource indicator that the environment names for this endpoint. */
export function environmentResource(endpoint: URL, env: NodeJS.ProcessEnv): string | undefined {
  return environmentClient(endpoint, env).resource
}

interface EnvironmentClient {
  id?: string | undefined
  secret?: string | undefined
  resource?: string | undefined
  scope?: string | undefined
  tokenUrl?: URL | undefined
}

/** What the environment says of a client of this endpoint; nothing when it is about another. */
function environmentClient(endpoint: URL, env: NodeJS.ProcessEnv): EnvironmentClient {
  const { LOGTO_ENDPOINT: place, LOGTO_CLIENT_ID: id, LOGTO_CLIENT_SECRET: secret, LOGTO_AUTH: pair } = env
  const own = place === undefined ? '' : withScheme(place.trim())
  if (own && !(URL.canParse(own) && new URL(own).origin === endpoint.origin)) return {}
  const resource = env.LOGTO_RESOURCE || env.LOGTO_MANAGEMENT_API_RESOURCE || undefined
  const scope = env.LOGTO_SCOPE || undefined
  const shared = { resource, scope, tokenUrl: environmentTokenUrl(env, endpoint) }
  if (id || secret || !pair) return { id: id || undefined, secret: secret || undefined, ...shared }
  const [, pairId, pairSecret] = /^([^:]*):?(.*)$/s.exec(pair) ?? []
  return { id: pairId || undefined, secret: pairSecret || undefined, ...shared }
}
