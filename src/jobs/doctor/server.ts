import { discover } from '../../access/auth/discovery.js'
import { CliFailure } from '../../base/errors.js'
import { span } from '../../call/http/diagnosis.js'
import { findLogto } from '../../call/operation/proof.js'
import { type Patient, perHost } from './situation.js'
import type { Finding } from './step.js'
import { lengthOfTime } from './words.js'

/** By how much the server's clock is ahead of this machine's, in milliseconds; undefined when it does not tell. */
export interface Server {
  aheadMs: number | undefined
}

/** Whether a Logto answers at the endpoint. */
export async function checkLogto({ client, tenant }: Patient): Promise<Finding<Server>> {
  const began = Date.now()
  const { headers } = await findLogto(client)
  const took = Date.now() - began
  const date = typeof headers.date === 'string' ? Date.parse(headers.date) : Number.NaN
  // The header tells whole seconds, rounded down.
  const aheadMs = Number.isNaN(date) ? undefined : date + 500 - (began + took / 2)
  return {
    message: `Logto answers at ${tenant.endpoint.origin} (${span(took)})`,
    details: { milliseconds: took },
    value: { aheadMs },
  }
}

/** Whether the tenant's OpenID configuration is where it should be and speaks of this address. */
export async function checkDiscovery(patient: Patient): Promise<Finding<void>> {
  const { client, tenant, tokenUrl } = patient
  const path = tenant.endpoint.pathname.replace(/\/$/, '')
  const own = new URL(`${path}/oidc`, tenant.endpoint)
  const other = tokenUrl && tokenUrl.origin !== own.origin ? [issuerBeside(tokenUrl)] : []
  try {
    const servers = await Promise.all([own, ...other].map((issuer) => discover(issuer, client.fetcher())))
    const endpoints = servers.map((server) => server.token_endpoint)
    const details = { issuers: servers.map(({ issuer }) => issuer), tokenEndpoints: endpoints }
    if (tokenUrl && !endpoints.includes(tokenUrl.href)) {
      return {
        status: 'warning',
        message: `tokens are asked for at ${tokenUrl.href}, which the tenant does not name`,
        hint: `it names ${endpoints.join(', ')}: sign in again, or correct LOGTO_TOKEN_URL`,
        details,
      }
    }
    return {
      message: servers.map(({ issuer }) => perHost(patient, new URL(issuer), `issuer ${issuer}`)).join('; '),
      details,
    }
  } catch (error) {
    // Another name for itself breaks sign-ins of people; tokens are asked for where the profile says.
    if (!(error instanceof CliFailure) || error.code !== 'auth.other_host') throw error
    return { status: 'warning', message: error.message, hint: error.hint }
  }
}

/** Where Logto's token endpoints lie, the issuer is the path above them. */
function issuerBeside(tokenUrl: URL): URL {
  return new URL(/^(.*\/oidc)\/token$/.exec(tokenUrl.pathname)?.[1] ?? '/oidc', tokenUrl)
}

/** Clocks that differ by more bring tokens down before their time. */
const toleranceMs = 60_000

/** Whether this machine's clock is the server's. */
export async function checkClock({ aheadMs }: Server): Promise<Finding<void>> {
  if (aheadMs === undefined) return { status: 'skipped', message: 'the server does not tell its time' }
  const details = { serverAheadSeconds: Math.round(aheadMs / 1000) }
  const off = lengthOfTime(Math.abs(aheadMs))
  if (Math.abs(aheadMs) <= toleranceMs) {
    return { message: Math.abs(aheadMs) < 2000 ? "as the server's" : `${off} from the server's`, details }
  }
  return {
    status: 'warning',
    message: `this machine's clock is ${off} ${aheadMs > 0 ? 'behind' : 'ahead of'} the server's`,
    hint: 'set the clock that is wrong, and let it follow a time server: tokens are judged by the time',
    details,
  }
}
