import type { KoaContextWithOIDC } from 'oidc-provider'
import type { Tenant } from '../tenant.js'
import { applicationOf } from './clients.js'

/**
 * Names errors as Logto does: its `code` and `message` beside those of RFC 6749, section 5.2. An application that
 * does not exist is told from one that fails to authenticate.
 */
export function nameErrors(tenant: Tenant, origin: string) {
  return async (context: KoaContextWithOIDC, next: () => Promise<void>): Promise<void> => {
    await next()
    const body = context.body as Record<string, unknown> | undefined
    const error = body?.error
    if (typeof error !== 'string' || context.status < 400) return
    const id = askingId(context)
    const isUnknown = error === 'invalid_client' && id !== undefined && !applicationOf(tenant, id, origin)
    const description = isUnknown ? `invalid client ${id}` : body?.error_description
    context.body = {
      code: `oidc.${error}`,
      message: `The OpenID provider refuses: ${description ?? error}.`,
      ...body,
      ...(description === undefined ? {} : { error_description: description }),
    }
  }
}

/** The id that the client gave, in the body or in the header (RFC 6749, section 2.3.1). */
function askingId({ oidc }: KoaContextWithOIDC): string | undefined {
  const { authorization } = (oidc ?? {}) as { authorization?: { clientId?: string } }
  return authorization?.clientId
}
