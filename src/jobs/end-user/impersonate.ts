import { chooseTenant } from '../../access/auth/tenant.js'
import { exchangeToken, subjectTokenTypes } from '../../access/auth/token-exchange.js'
import { accountScopes } from '../../access/auth/user-scopes.js'
import { tokenUrlOf } from '../../access/profiles/endpoint.js'
import { RefusedError } from '../../base/errors.js'
import { call } from '../../call/operation/call.js'
import { confirmDestruction } from '../../call/operation/confirm.js'
import { printAnswer } from '../../call/operation/print-answer.js'
import { refuseWrite } from '../../call/operation/protection.js'
import { canAsk } from '../../call/operation/questions.js'
import { settingsOf } from '../../call/operation/settings.js'
import type { TenantClient } from '../../call/operation/tenant-client.js'
import { refuseUnfitCredentials } from '../../call/operation/unfit-credentials.js'
import { harmless } from '../../call/output/harmless.js'
import { notice } from '../../call/output/notice.js'
import { fillPath } from '../../call/request/segments.js'
import { prepareKeeping } from '../login/new-profile.js'
import type { LoginProgram } from '../login/program.js'
import { clientFor } from '../login/prove.js'
import { type ImpersonationWishes, impersonationWishes } from './impersonation-wishes.js'
import { keepImpersonation, refuseTakenName } from './keep-impersonation.js'

const userPath = { path: '/api/users/{userId}', args: { 'user-id': { wire: 'userId', help: 'ID of the user' } } }

/** As much of a user as says who it is. */
interface User {
  id: string
  primaryEmail?: string | null
  name?: string | null
  username?: string | null
  isSuspended?: boolean
}

/** An access token of the user, as programs get it. */
export interface ImpersonationToken {
  accessToken: string
  tokenType: 'Bearer'
  /** ISO 8601. */
  expiresAt: string
  /** Separated by spaces. */
  scope: string | null
  userId: string
}

/**
 * Gets an access token of a user for an administrator: a subject token of the Management API, exchanged at the tenant's
 * token endpoint (RFC 8693). Asks first; printed, or kept as a profile that ends with the token. Throws a UsageError
 * when the answer is no, and what Logto refuses.
 */
export async function impersonate(
  userId: string,
  flags: Readonly<Record<string, unknown>>,
  program: LoginProgram,
): Promise<void> {
  const wishes = impersonationWishes(flags)
  const settings = settingsOf(flags)
  const { streams } = program
  const { tenant, notices } = await chooseTenant(settings, program.env, process.cwd())
  for (const text of notices) await notice(text, settings.format, streams)
  refuseUnfitCredentials(tenant, 'management')
  refuseWrite(tenant)
  const { save, storage, clientId } = wishes
  if (save !== undefined) await refuseTakenName(save, program.env)
  const keeping = save === undefined ? undefined : await prepareKeeping({ storage, noInput: settings.noInput }, streams)
  const client = clientFor(tenant, program.context)
  try {
    const user = await findUser(client, userId)
    await confirmDestruction(
      tenant,
      { args: { user: described(user) }, flags },
      {
        what: `users impersonate ${userId}`,
        summary: 'Act as the user',
        effect: 'lets you act as another person',
        canAsk: canAsk(settings.noInput),
      },
    )
    const secret = wishes.clientSecretStdin ? await program.readSecret('--client-secret-stdin') : undefined
    const token = await tokenOf(client, user.id, wishes, secret)
    if (save !== undefined && keeping) {
      await keepImpersonation({ name: save, tenant, token, clientId, keeping }, program.env)
      await notice(
        `profile ${save} acts as ${described(user)} until ${token.expiresAt}; use it with -p ${save}`,
        settings.format,
        streams,
      )
    } else if (settings.format === 'table' && settings.query === undefined && settings.columns === undefined) {
      if (process.stdout.isTTY) await streams.err(`Whoever has this token can act as ${described(user)}.`)
      const { accessToken } = token
      await streams.out(`${process.stdout.isTTY ? harmless(accessToken) : accessToken}\n`)
    } else await printAnswer({ kind: 'object', value: token }, settings, streams)
  } finally {
    await client.close()
  }
}

async function findUser(client: TenantClient, userId: string): Promise<User> {
  const path = fillPath(userPath, { 'user-id': userId })
  const user = await call<User>(client, 'management', { method: 'GET', path })
  if (!user.isSuspended) return user
  throw new RefusedError(`the user ${described(user)} is suspended: Logto gives no tokens for them`, {
    code: 'user.suspended',
    hint: `let them in again first: logto users unsuspend ${user.id}`,
  })
}

async function tokenOf(
  client: TenantClient,
  userId: string,
  { clientId, scope, resource, organizationId, context }: ImpersonationWishes,
  secret: string | undefined,
): Promise<ImpersonationToken> {
  const { subjectToken } = await call<{ subjectToken: string }>(client, 'management', {
    method: 'POST',
    path: '/api/subject-tokens',
    body: { userId, ...(context ? { context } : {}) },
  })
  const isOpaque = resource === undefined && organizationId === undefined
  const asked = scope ?? (isOpaque ? accountScopes.join(' ') : undefined)
  const { token, scope: granted } = await exchangeToken(
    {
      tokenUrl: tokenUrlOf(client.tenant.endpoint),
      id: clientId,
      subjectToken,
      subjectTokenType: subjectTokenTypes.impersonation,
      ...(secret === undefined ? {} : { secret }),
      ...(resource === undefined ? {} : { resource }),
      ...(organizationId === undefined ? {} : { organizationId }),
      ...(asked === undefined ? {} : { scope: asked }),
    },
    client.fetcher(),
  )
  return {
    accessToken: token.value,
    tokenType: 'Bearer',
    expiresAt: new Date(token.expiresAt).toISOString(),
    scope: granted ?? asked ?? null,
    userId,
  }
}

/** `u4x8k2m9p1qz (Ann Lee, ann@example.com)` */
function described({ id, name, primaryEmail, username }: User): string {
  const known = [name, primaryEmail ?? username].filter(Boolean)
  return known.length > 0 ? `${id} (${known.join(', ')})` : id
}
