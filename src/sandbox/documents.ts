import type { Call, Handler } from './call.js'
import { initialSignInExperience } from './identity/settings.js'
import { initialUserConfigs } from './identity/user-configs.js'
import { notFound } from './refusal.js'
import { isRow } from './shape.js'
import type { Row } from './store.js'

/** A single document: what it holds before the first write; absent ones are 404 until they are made. */
interface Single {
  path: string
  initial?: unknown
  /** Property of the body that is the whole document. */
  wrapped?: string
}

const singles: readonly Single[] = [
  { path: '/api/sign-in-exp', initial: initialSignInExperience },
  {
    path: '/api/account-center',
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
  },
  { path: '/api/configs/admin-console', initial: { signInExperienceCustomized: false, organizationCreated: false } },
  { path: '/api/configs/cimd', initial: { enabled: false } },
  { path: '/api/configs/oidc/session', initial: { ttl: 1_209_600 } },
  { path: '/api/configs/id-token', initial: { enabledExtendedClaims: [] } },
  { path: '/api/captcha-provider' },
  { path: '/api/configs/actions/{}' },
  { path: '/api/configs/jwt-customizer/{}' },
  {
    path: '/api/applications/{}/access-control',
    initial: { userIds: [], userRoleIds: [], organizationIds: [], organizationRoleRules: [] },
  },
  { path: '/api/applications/{}/sign-in-experience' },
  {
    path: '/api/users/{}/logto-configs',
    initial: initialUserConfigs,
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

function handlers({ path, initial, wrapped }: Single): Record<string, Handler> {
  const keyOf = (call: Call) =>
    call.path.reduce((filled, value) => filled.replace('{}', encodeURIComponent(value)), path)
  const current = (call: Call) => {
    const value = call.tenant.documents.get(keyOf(call)) ?? initial
    if (value === undefined) throw notFound()
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
      return { body: store(call, isRow(value) ? { ...value, ...call.body } : call.body) }
    },
    [`PUT ${path}`](call) {
      const made =
        !call.tenant.documents.has(keyOf(call)) && call.operation.answers.some((answer) => answer.status === 201)
      const times = { createdAt: Date.now(), updatedAt: Date.now() }
      return { status: made ? 201 : 200, body: store(call, wrapped ? call.body[wrapped] : { ...times, ...call.body }) }
    },
    [`DELETE ${path}`](call) {
      current(call)
      call.tenant.documents.delete(keyOf(call))
      return {}
    },
  }
}

/** Documents below a path as Logto lists them: `{key, value}`. */
function keyed(call: Call, below: string, name: (segment: string) => string): Row[] {
  const all = [...call.tenant.documents].filter(([path]) => path.startsWith(below))
  return all.map(([path, value]) => ({ key: name(decodeURIComponent(path.slice(below.length))), value }))
}
