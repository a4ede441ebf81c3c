import { signingKeys } from '../../access/auth/signing-keys.js'
import { chooseTenant, type Tenant } from '../../access/auth/tenant.js'
import { parseEndpoint } from '../../access/profiles/endpoint.js'
import { type DecodedJwt, decodeJwt } from '../../access/tokens/decode.js'
import { relativeTime } from '../../access/tokens/relative-time.js'
import { type Verdict, verifyJwt } from '../../access/tokens/verify.js'
import { NotAllowedError, UsageError } from '../../base/errors.js'
import { printAnswer } from '../../call/operation/print-answer.js'
import { type Settings, settingsOf } from '../../call/operation/settings.js'
import { notice } from '../../call/output/notice.js'
import type { LoginProgram } from './program.js'
import { clientFor, provisionalTenant } from './prove.js'

/** Whose keys may decide, and the tenant behind whose connection they are fetched. */
interface Trust {
  issuers: readonly string[]
  tenant: Tenant
}

/** The outcome of a verification; why there is none. */
type Judgement = Verdict | { valid: null; why: string }

/**
 * Shows what a JWT says, and whether it is the tenant's own. Throws a NotAllowedError (exit 3) for one that is not
 * valid, after showing it, and a NetworkError when the issuer's keys cannot be had.
 */
export async function readJwt(
  text: string,
  flags: Readonly<Record<string, unknown>>,
  program: LoginProgram,
): Promise<void> {
  const settings = settingsOf(flags)
  const say = (words: string) => notice(words, settings.format, program.streams)
  const token = text.trim().replace(/^Bearer\s+/i, '')
  const decoded = decodeJwt(token)
  if (!decoded) {
    await printAnswer({ kind: 'object', value: { kind: 'opaque', valid: null } }, settings, program.streams)
    return say(
      'an opaque token holds nothing to read: set it as LOGTO_USER_TOKEN, and `logto api GET /oidc/me` says whose it is',
    )
  }
  const judged = await judge(token, decoded, flags, settings, program, say).catch((error: unknown) => ({ error }))
  const judgement = 'error' in judged ? ({ valid: null, why: 'the keys could not be had' } as const) : judged
  await printAnswer({ kind: 'object', value: report(decoded, judgement) }, settings, program.streams)
  if ('error' in judged) throw judged.error
  if (judgement.valid === null && flags.verify !== false) await say(`decoded, not verified: ${judgement.why}`)
  if (judgement.valid !== false) return
  throw new NotAllowedError(`the token is not valid: ${judgement.why}`, {
    code: 'jwt.invalid',
    hint: '--no-verify decodes it alone; `logto token` gives a valid one of your own',
  })
}

async function judge(
  token: string,
  { claims }: DecodedJwt,
  flags: Readonly<Record<string, unknown>>,
  settings: Settings,
  program: LoginProgram,
  say: (words: string) => Promise<void>,
): Promise<Judgement> {
  if (flags.verify === false) return { valid: null, why: 'not asked for' }
  const trust = await trustOf(flags.issuer as string | undefined, settings, program, say)
  if (!trust) return { valid: null, why: 'no tenant is chosen; give one with --profile, LOGTO_ENDPOINT or --issuer' }
  const { issuers, tenant } = trust
  const issuer = issuers.find((each) => each === claims.iss)
  if (issuer === undefined) {
    const named = typeof claims.iss === 'string' ? `it was issued by ${claims.iss}` : 'it names no issuer'
    return { valid: false, why: `${named}, and this tenant's issuer is ${issuers.join(' or ')}` }
  }
  const client = clientFor(tenant, program.context)
  try {
    return await verifyJwt(token, await signingKeys(new URL(issuer), client.fetcher()), issuer)
  } finally {
    await client.close()
  }
}

async function trustOf(
  issuer: string | undefined,
  settings: Settings,
  { env }: LoginProgram,
  say: (words: string) => Promise<void>,
): Promise<Trust | undefined> {
  if (issuer !== undefined) {
    const address = issuerAddress(issuer)
    return { issuers: [address.href.replace(/\/$/, '')], tenant: provisionalTenant(address, '', {}) }
  }
  try {
    const { tenant, notices } = await chooseTenant(settings, env, process.cwd(), { isOpen: true })
    for (const text of notices) await say(text)
    return { issuers: issuersOf(tenant), tenant }
  } catch (error) {
    if (error instanceof NotAllowedError && error.code === 'auth.no_endpoint') return undefined
    throw error
  }
}

/** The tenant's issuer; that of the admin tenant, where a self-hosted administrator signed in there. */
function issuersOf({ endpoint, profile }: Tenant): string[] {
  const own = `${endpoint.href.replace(/\/$/, '')}/oidc`
  const signedInAt = profile?.facts.tokenUrl.replace(/\/token$/, '') ?? own
  return [...new Set([own, signedInAt])]
}

function issuerAddress(text: string): URL {
  if (URL.canParse(text)) {
    parseEndpoint(new URL(text).origin, '--issuer')
    return new URL(text)
  }
  throw new UsageError(`--issuer: ${text || 'an empty value'} is not an address`, {
    code: 'usage.bad_endpoint',
    hint: 'give the issuer as the token names it, such as https://acme.logto.app/oidc',
  })
}

function report({ header, claims }: DecodedJwt, judgement: Judgement): Record<string, unknown> {
  const { iss, sub, aud, client_id: clientId, scope, iat, exp } = claims
  return {
    kind: 'jwt',
    valid: judgement.valid,
    ...('why' in judgement ? { reason: judgement.why } : {}),
    issuer: iss ?? null,
    subject: sub ?? null,
    audience: [aud ?? []].flat(),
    clientId: clientId ?? null,
    scope: scope ?? null,
    issuedAt: isoTime(iat),
    expiresAt: isoTime(exp),
    expires: typeof exp === 'number' ? relativeTime(exp * 1000, Date.now()) : 'never',
    header,
    claims,
  }
}

/** Seconds since the epoch (RFC 7519) as ISO 8601. */
function isoTime(seconds: unknown): string | null {
  if (typeof seconds !== 'number') return null
  const date = new Date(seconds * 1000)
  return Number.isNaN(date.getTime()) ? null : date.toISOString()
}
