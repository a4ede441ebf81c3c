import type { Session } from '../../access/interaction/session.js'
import { type CliFailure, NetworkError, NotAllowedError } from '../../base/errors.js'
import type { Answer } from '../../call/http/exchange.js'
import { notLogto, refusalOf } from '../../call/operation/refusal.js'
import type { TenantClient } from '../../call/operation/tenant-client.js'
import { reworded } from './reworded.js'

/** Logto needs three: to the consent, from the consent, and to the redirect URI. */
const mostHops = 10

/**
 * Follows a submitted interaction from one redirect to the next, on the tenant's own origin only, until one leads to the
 * redirect URI: that one is read and not opened. Throws a NotAllowedError where a person would be asked to agree, a
 * NetworkError where it leads elsewhere, and the tenant's refusals.
 */
export async function followToRedirectUri(client: TenantClient, session: Session, from: URL): Promise<URL> {
  let url = from
  for (let hop = 0; hop < mostHops; hop++) {
    if (isAt(url, session.redirectUri)) return url
    const answer = await client.open(url)
    const { location } = answer.headers
    if (answer.status >= 400) throw refused(answer, client)
    if (answer.status < 300) throw stopped(url, answer, session)
    if (typeof location !== 'string' || !URL.canParse(location, url.href)) throw notLogto(answer)
    url = new URL(location, url)
  }
  throw new NetworkError('the tenant redirects in a circle', {
    code: 'http.redirect',
    hint: 'begin the sign-in again; --debug shows the redirects',
  })
}

/** The same place, whatever parameters it carries. */
function isAt(url: URL, redirectUri: string): boolean {
  const wanted = new URL(redirectUri)
  return url.protocol === wanted.protocol && url.host === wanted.host && url.pathname === wanted.pathname
}

/** A page for a person, where the flow was to go on by itself. */
function stopped(url: URL, answer: Answer, { clientId }: Session): CliFailure {
  if (/\/consent$/.test(url.pathname)) {
    return new NotAllowedError(
      `the application ${clientId} is a third-party one: the user must agree to it in a browser`,
      {
        code: 'experience.consent_required',
        hint: 'sign in as this user in a browser once and agree: from then on it works from the shell; a first-party application needs no consent',
      },
    )
  }
  if (/\/(sign-in|register|unknown-session)$/.test(url.pathname)) {
    return new NotAllowedError('the tenant asks the user to sign in again', {
      code: 'experience.sign_in_again',
      hint: 'begin another sign-in: logto experience authorize, or logto experience sign-in',
    })
  }
  return notLogto(answer)
}

function refused(answer: Answer, { tenant }: TenantClient): CliFailure {
  const failure = refusalOf({ answer, token: undefined }, { authority: 'interaction' }, tenant)
  return reworded(
    failure,
    `going on to the application was refused: ${failure.message} (${failure.code})`,
    failure.hint,
  )
}
