import { claimsOf, doubtAbout, type TokenClaims } from '../../access/auth/token-claims.js'
import { NotAllowedError } from '../../base/errors.js'
import { span } from '../../call/http/diagnosis.js'
import { parse } from '../../call/operation/printable.js'
import { askForProof } from '../../call/operation/proof.js'
import { refusalOf, unexpectedRedirect } from '../../call/operation/refusal.js'
import type { TenantAnswer } from '../../call/operation/tenant-client.js'
import type { Server } from './server.js'
import type { Patient } from './situation.js'
import type { Finding } from './step.js'
import { lengthOfTime } from './words.js'

/** Whether a token is to be had by the profile's means, and is one that the API takes. The token itself is never shown. */
export async function checkToken({ client, tenant, authority }: Patient, { aheadMs }: Server): Promise<Finding<void>> {
  const token = await client.accessToken(authority)
  const claims = claimsOf(token)
  const serverTime = aheadMs === undefined ? undefined : Date.now() + aheadMs
  if (authority === 'user') {
    if (!claims) return { message: "an end user's opaque token", details: { opaque: true } }
    return {
      status: 'warning',
      message: `${described(claims)}: the Account API takes opaque tokens`,
      hint: 'get a token without a resource',
      details: detailsOf(claims),
    }
  }
  const doubt = doubtAbout(token, tenant.resource, serverTime, tenant.scope)
  if (!claims) {
    const message = 'an opaque token, whose contents cannot be read'
    return { status: 'warning', message, hint: doubt?.remedy, details: { opaque: true } }
  }
  // What a missing scope means is told by the API's own answer.
  if (doubt && doubt.claim !== 'scope') {
    throw new NotAllowedError(doubt.what, { code: `doctor.token_${doubt.claim}`, hint: doubt.remedy })
  }
  return { message: described(claims), details: detailsOf(claims) }
}

function described({ iss, aud, scope, exp }: TokenClaims): string {
  const expiry = exp === undefined ? 'without an end' : `expires in ${lengthOfTime(exp * 1000 - Date.now())}`
  return `from ${iss ?? 'an unnamed issuer'} for ${[aud ?? 'no resource'].flat().join(', ')}, scope ${scope || '(none)'}, ${expiry}`
}

function detailsOf({ iss, aud, scope, exp }: TokenClaims): Record<string, unknown> {
  const expiresAt = exp === undefined ? null : new Date(exp * 1000).toISOString()
  return { opaque: false, issuer: iss ?? null, audience: aud ?? null, scope: scope ?? null, expiresAt }
}

/** Whether the API answers a request with the token. A 403 is an answer, too: it is about the role. */
export async function checkApi({ client, tenant, authority }: Patient): Promise<Finding<TenantAnswer>> {
  const began = Date.now()
  const sent = await askForProof(client, authority)
  const { answer } = sent
  const name = authority === 'user' ? 'the Account API' : 'the Management API'
  if (answer.status === 403 && authority === 'management') {
    return { message: `${name} answers, and refuses the token (403)`, value: sent }
  }
  if (answer.status >= 400) throw refusalOf(sent, { authority }, tenant)
  if (answer.status >= 300) throw unexpectedRedirect(answer)
  parse(answer)
  return { message: `${name} answers (${span(Date.now() - began)})`, value: sent }
}

/** Whether the token carries the one right that the Management API knows. */
export async function checkRole({ tenant, authority }: Patient, sent: TenantAnswer): Promise<Finding<void>> {
  if (authority === 'user') return { status: 'skipped', message: 'not for end users' }
  if (sent.answer.status === 403) throw refusalOf(sent, { authority }, tenant)
  return { message: 'the token opens the Management API (scope all)' }
}
