import { checkAccessRules } from './access-rules.js'
import type { Call, Handler } from './call.js'
import { invalidInput, stored } from './columns.js'
import { initialSignInExperience } from './identity/settings.js'
import { keptAccountCenter, switchCaptchaOff } from './kept-settings.js'
import { type Missing, missing } from './refusal.js'
import { isRow } from './shape.js'
import { checkSignInExperience, keptSettings } from './sign-in-settings.js'
import type { Row } from './store.js'
import type { Tenant } from './tenant.js'

/** A single document: what it holds before the first write; absent ones are 404 until they are made. */
interface Single {
  path: string
  initial?: unknown
  /** Property of the body that is the whole document. */
  wrapped?: string
  /** How its absence is answered before it is made, but for a deletion. */
  missing?: Missing
  /** A row of the database: an empty text is null, and a PATCH that sets nothing is refused. */
  row?: true
  /** What a PUT holds for what it is not given: an existing document keeps it, a new one has this. */
  kept?: Row
  /** It shows when it was made and changed. */
  dated?: true
  check?(tenant: Tenant, body: Row, owner: Row): void
  /** After a deletion, which is none where there is nothing to delete. */
  removed?(tenant: Tenant): void
  /** What of an accepted body is stored. */
  keep?(tenant: Tenant, body: Row): Row
}

const singles: readonly Single[] = [
  {
    path: '/api/sign-in-exp',
    initial: initialSignInExperience,
    row: true,
    check: checkSignInExperience,
    keep: keptSettings,
  },
  {
    path: '/api/account-center',
    row: true,
    initial: {
      tenantId: 'default',
      id: 'default',
      enabled: false,
      fields: {},
      webauthnRelatedOrigins: [],
      deleteAccountUrl: null,
      customCss: null,
      profileFields: null,
    },
    keep: keptAccountCenter,
  },
  { path: '/api/configs/admin-console', initial: { signInExperienceCustomized: false, organizationCreated: false } },
  { path: '/api/configs/cimd', initial: { enabled: false } },
  { path: '/api/configs/oidc/session', initial: { ttl: 1_209_600 } },
  {
    path: '/api/configs/id-token',
    initial: { enabledExtendedClaims: ['roles', 'organizations', 'organization_roles'] },
  },
  { path: '/api/captcha-provider', dated: true, removed: switchCaptchaOff },
  { path: '/api/configs/actions/{}' },
  { path: '/api/configs/jwt-customizer/{}', missing: 'with_id' },
  {
    path: '/api/applications/{}/access-control',
    initial: { userIds: [], userRoleIds: [], organizationIds: [], organizationRoleRules: [] },
    check: checkAccessRules,
  },
  {
    path: '/api/applications/{}/sign-in-experience',
    missing: 'with_id',
    row: true,
    kept: {
      tenantId: 'default',
      color: {},
      branding: {},
      customCss: null,
      termsOfUseUrl: null,
      privacyPolicyUrl: null,
      displayName: null,
    },
  },
  { path: '/api/domains/{}/verification-files', initial: [], wrapped: 'verificationFiles' },
]

/** GET, PATCH (top-level properties given are overwritten), PUT (201 when new, where declared) and DELETE of a document. */
export const documentHandlers: Readonly<Record<string, Handler>> = Object.assign({}, ...singles.map(handlers), {
  'GET /api/configs/actions': (call: Call) => ({ body: keyed(call, '/api/configs/actions/', (name) => name) }),
  'GET /api/configs/jwt-customizer': (call: Call) => ({
    body: keyed(call, '/api/configs/jwt-customizer/', (name) =>
      name === 'access-token' ? 'jwt.accessToken' : 'jwt.clientCredentials',
    ),
  }),
})

function handlers(single: Single): Record<string, Handler> {
  const { path, initial, wrapped, kept } = single
  const keyOf = (call: Call) =>
    call.path.reduce((filled, value) => filled.replace('{}', encodeURIComponent(value)), path)
  const current = (call: Call, absent: Missing = single.missing ?? 'not_found') => {
    const value = call.tenant.documents.get(keyOf(call)) ?? initial
    if (value === undefined) throw missing(absent, path, call.path.at(-1) ?? '')
    return value
  }
  const store = (call: Call, value: unknown) => {
    call.tenant.documents.set(keyOf(call), value)
    return value
  }
  return {
    [`GET ${path}`]: (call) => ({ body: current(call) }),
    [`PATCH ${path}`](call) {
      const value = current(call)
      const given = accepted(single, call)
      return { body: store(call, isRow(value) ? { ...value, ...given } : given) }
    },
    [`PUT ${path}`](call) {
      const before = call.tenant.documents.get(keyOf(call))
      const isNew = before === undefined
      const status = isNew && call.operation.answers.some((answer) => answer.status === 201) ? 201 : 200
      if (wrapped) return { status, body: store(call, call.body[wrapped]) }
      const given = kept && isNew ? stored(path, call.body) : accepted(single, call)
      const rest = kept ? { ...kept, applicationId: call.path[0], ...(before as Row | undefined) } : {}
      const times = single.dated ? { createdAt: Date.now(), updatedAt: Date.now() } : {}
      return { status, body: store(call, { ...times, ...rest, ...given }) }
    },
    [`DELETE ${path}`](call) {
      if (!single.removed) current(call, 'not_found')
      single.removed?.(call.tenant)
      call.tenant.documents.delete(keyOf(call))
      return {}
    },
  }
}

/** What is stored of a body that changes a document, or the refusal. */
function accepted({ path, row, check, keep }: Single, { tenant, body, owner }: Call): Row {
  if (row && Object.keys(body).length === 0) throw invalidInput()
  check?.(tenant, body, owner)
  if (!row) return body
  return stored(path, keep?.(tenant, body) ?? body)
}

/** Documents below a path as Logto lists them: `{key, value}`. */
function keyed(call: Call, below: string, name: (segment: string) => string): Row[] {
  const all = [...call.tenant.documents].filter(([path]) => path.startsWith(below))
  return all.map(([path, value]) => ({ key: name(decodeURIComponent(path.slice(below.length))), value }))
}
