import type { Entry, Operations, Schema } from '../../src/sandbox/operations.js'
import type { TestTenant } from './client.js'
import { sample } from './sample.js'
import { Person, password } from './sign-in.js'

type Make = (parents: string[], tools: Fixtures) => Promise<string> | string

/** Property that a made row is found by, where it is not `id`. */
const keys: Record<string, string> = {
  '/api/applications/{}/secrets': 'name',
  '/api/users/{}/personal-access-tokens': 'name',
  '/api/organizations/{}/jit/email-domains': 'emailDomain',
  '/api/custom-profile-fields': 'name',
}

/** What stands in a path where no POST makes it: by the path up to it. */
const makers: Record<string, Make> = {
  '/api/configs/actions/{}': () => 'action.postSignIn',
  '/api/configs/jwt-customizer/{}': () => 'access-token',
  '/api/configs/oidc/{}': () => 'private-keys',
  '/api/connectors/{}': (_, tools) => tools.post('/api/connectors', mailConnector),
  '/api/applications/{}/user-consent-scopes/{}': () => 'user-scopes',
  '/api/applications/{}/user-consent-scopes/{}/{}': ([application], tools) =>
    consentScope(tools, `/api/applications/${application}/user-consent-scopes`),
  '/api/cimd/user-consent-scopes/{}': () => 'user-scopes',
  '/api/cimd/user-consent-scopes/{}/{}': (_, tools) => consentScope(tools, '/api/cimd/user-consent-scopes'),
  '/api/configs/oidc/{}/{}': () => 'key',
  '/api/custom-phrases/{}': async (_, { put }) => {
    await put('/api/custom-phrases/fr', { input: { email: 'courriel' } })
    return 'fr'
  },
  '/api/email-templates/{}': async (_, { put }) => {
    const details = { subject: 's', content: 'c' }
    const rows = await put('/api/email-templates', {
      templates: [{ languageTag: 'en', templateType: 'SignIn', details }],
    })
    return String(rows[0]?.id)
  },
  '/api/logs/{}': async (_, { tenant }) => String((await tenant.call('GET', '/api/logs')).json[0]?.id),
  '/api/users/{}/identities/{}': async ([user], { put }) => {
    await put(`/api/users/${user}/identities/google`, { userId: 'g1' })
    return 'google'
  },
  '/api/users/{}/mfa-verifications/{}': async ([user], { tenant }) => {
    await tenant.call('POST', `/api/users/${user}/mfa-verifications`, { type: 'Totp' })
    return String((await tenant.call('GET', `/api/users/${user}/mfa-verifications`)).json[0]?.id)
  },
  '/api/users/{}/sessions/{}': async ([user = ''], { tenant }) => {
    await signIn(tenant, user)
    const { json } = await tenant.call('GET', `/api/users/${user}/sessions`)
    return (json.sessions as unknown as { payload: { uid: string } }[])[0]?.payload.uid ?? ''
  },
  '/api/users/{}/grants/{}': async ([user = ''], { tenant }) => {
    await signIn(tenant, user)
    const { json } = await tenant.call('GET', `/api/users/${user}/grants`)
    return (json.grants as unknown as { id: string }[])[0]?.id ?? ''
  },
  '/api/applications/{}': (_, tools) =>
    tools.post('/api/applications', { name: 'a', type: 'Traditional', isThirdParty: true }),
  '/api/organizations/{}/applications/{}': async ([organization], tools) =>
    related(tools, `/api/organizations/${organization}/applications`, 'applicationIds', await tools.machine()),
  '/api/organizations/{}/applications/{}/roles/{}': async ([organization, machine], tools) => {
    const path = `/api/organizations/${organization}/applications/${machine}/roles`
    return related(tools, path, 'organizationRoleIds', await tools.machineMemberRole())
  },
  '/api/roles/{}/applications/{}': async (parents, tools) => {
    parents[0] = await tools.machineRole()
    return related(tools, `/api/roles/${parents[0]}/applications`, 'applicationIds', await tools.machine())
  },
  '/api/applications/{}/roles/{}': async ([application], tools) =>
    related(tools, `/api/applications/${application}/roles`, 'roleIds', await tools.machineRole()),
  '/api/applications/{}/users/{}': (_, tools) => tools.make('/api/users/{}'),
  '/api/applications/{}/users/{}/consent-organizations/{}': async ([app, user], tools) => {
    const path = `/api/applications/${app}/users/${user}/consent-organizations`
    return related(tools, path, 'organizationIds', await tools.make('/api/organizations/{}'))
  },
}

/** Paths of relations: what is related and the body property that names it. */
const relations: Record<string, [to: string, body: string]> = {
  '/api/users/{}/roles/{}': ['/api/roles/{}', 'roleIds'],
  '/api/roles/{}/users/{}': ['/api/users/{}', 'userIds'],
  '/api/roles/{}/scopes/{}': ['/api/resources/{}/scopes/{}', 'scopeIds'],
  '/api/organizations/{}/users/{}': ['/api/users/{}', 'userIds'],
  '/api/organizations/{}/users/{}/roles/{}': ['/api/organization-roles/{}', 'organizationRoleIds'],
  '/api/organizations/{}/jit/roles/{}': ['/api/organization-roles/{}', 'organizationRoleIds'],
  '/api/organizations/{}/jit/sso-connectors/{}': ['/api/sso-connectors/{}', 'ssoConnectorIds'],
  '/api/organization-roles/{}/scopes/{}': ['/api/organization-scopes/{}', 'organizationScopeIds'],
  '/api/organization-roles/{}/resource-scopes/{}': ['/api/resources/{}/scopes/{}', 'scopeIds'],
}

/** Makes what the operations under test need to exist. */
export class Fixtures {
  constructor(
    readonly tenant: TestTenant,
    private readonly operations: Operations,
  ) {}

  /** A concrete path of the operation whose ids all exist. */
  async path({ shape, command }: Entry): Promise<string> {
    const parents: string[] = []
    let seen = ''
    for (const piece of shape.split(/(?=\/\{\})/)) {
      if (piece.startsWith('/{}')) parents.push(await this.parameter(`${seen}/{}`, parents, command))
      seen += piece
    }
    let index = 0
    return shape.replaceAll('{}', () => encodeURIComponent(parents[index++] ?? ''))
  }

  /** One existing id at a path such as `/api/users/{}`, with all above it. */
  async make(shape: string): Promise<string> {
    const path = await this.path({ shape, command: '' } as Entry)
    return decodeURIComponent(path.slice(path.lastIndexOf('/') + 1))
  }

  async machineRole(): Promise<string> {
    return this.post('/api/roles', { name: `machine${Math.random()}`, description: 'd', type: 'MachineToMachine' })
  }

  async machine(): Promise<string> {
    return this.post('/api/applications', { name: 'm', type: 'MachineToMachine' })
  }

  async machineMemberRole(): Promise<string> {
    return this.post('/api/organization-roles', { name: `machine${Math.random()}`, type: 'MachineToMachine' })
  }

  async post(path: string, body: unknown, key = 'id'): Promise<string> {
    const made = await this.tenant.call('POST', path, body)
    if (made.status >= 300) throw new Error(`POST ${path}: ${made.status} ${made.text}`)
    return String(made.json[key])
  }

  put = async (path: string, body: unknown) => (await this.tenant.call('PUT', path, body)).json

  private async parameter(shape: string, parents: string[], command: string): Promise<string> {
    if (shape === '/api/roles/{}' && command === 'roles add-apps') return this.machineRole()
    if (shape === '/api/applications/{}' && /^apps .*-roles?$/.test(command)) return this.machine()
    const maker = makers[shape]
    if (maker) return maker(parents, this)
    const filled = fill(shape.slice(0, -'/{}'.length), parents)
    const relation = relations[shape]
    if (relation) return related(this, filled, relation[1], await this.make(relation[0]))
    const list = shape.slice(0, -'/{}'.length)
    const entry = this.operations.entries.find((e) => e.method === 'POST' && e.shape === list && e.api === 'management')
    if (!entry) return 'example'
    return this.post(filled, await this.body(entry, filled), keys[list])
  }

  /** A minimal valid body for the operation at a concrete path. */
  async body(entry: Entry, path: string): Promise<unknown> {
    const { body } = await this.operations.schema(entry)
    if (!body) return undefined
    if (body.media === 'multipart/form-data') return file()
    const properties = entry.command.endsWith(' create') ? [] : Object.keys(body.schema.properties ?? {})
    const given = await this.given(entry, path, properties)
    const made = sample(body.schema as Schema, given)
    return entry.method === 'PATCH' && Object.keys(made as object).length === 0
      ? something(body.schema as Schema)
      : made
  }

  /** Values for the properties that must name something that exists. */
  private async given({ command, shape }: Entry, path: string, properties: string[]): Promise<Record<string, unknown>> {
    if (command === 'users delete-personal-access-token') return { name: await tokenOf(this, path) }
    if (command === 'users update-personal-access-token') return { name: 'new', currentName: await tokenOf(this, path) }
    if (command === 'users verify-password') return { password: 'secret password' }
    if (command === 'one-time-tokens verify') return oneTimeToken(this)
    if (command === 'sso-connectors create') return { providerName: 'OIDC' }
    if (command === 'connectors create') return mailConnector
    if (command === 'connectors update') return { config: { host: 'other.example.com' } }
    if (/user-consent-scopes$/.test(shape) && properties.length > 0) return { userScopes: ['email'] }
    if (command === 'hooks create') return { events: ['PostSignIn'] }
    if (command === 'jwt-customizers update') return { script: 'x' }
    if (command === 'sign-in-exp check-password') {
      return { userId: await this.make('/api/users/{}'), password: 'a good long secret' }
    }
    if (command === 'users create-identity') return { connectorId: await socialConnector(this) }
    if (command === 'connectors test') return { email: 'a@example.com', config: {} }
    if (command === 'hooks test') return { config: { url: 'https://example.com' } }
    const values: Record<string, unknown> = {}
    for (const property of properties) {
      const target = named[property]
      if (target) values[property] = [await this.target(shape, path, target)]
    }
    if (command === 'subject-tokens create') values.userId = await this.make('/api/users/{}')
    if (command === 'org-invitations create') {
      values.organizationId = await this.make('/api/organizations/{}')
      values.expiresAt = Date.now() + 60_000
    }
    return values
  }

  /** Roles in an organization are for members; roles of an application are for machines. */
  private async target(shape: string, path: string, target: string): Promise<string> {
    if (shape === '/api/applications/{}/roles') return this.machineRole()
    const isOfMachines = /^\/api\/(organizations|roles)\/\{\}\/applications/.test(shape)
    if (isOfMachines && target === '/api/organization-roles/{}') return this.machineMemberRole()
    if (isOfMachines && target === '/api/applications/{}' && !shape.endsWith('/roles')) return this.machine()
    const [, , list, organization = ''] = path.split('/')
    const bulk = list === 'organizations' && shape.endsWith('/roles') && !target.includes('roles')
    return bulk
      ? this.parameter(target.replace('/api', '/api/organizations/{}'), [organization], '')
      : this.make(target)
  }
}

/** What the ids in a body property are of. */
const named: Record<string, string> = {
  userIds: '/api/users/{}',
  applicationIds: '/api/applications/{}',
  organizationIds: '/api/organizations/{}',
  roleIds: '/api/roles/{}',
  organizationRoleIds: '/api/organization-roles/{}',
  scopeIds: '/api/resources/{}/scopes/{}',
  organizationScopeIds: '/api/organization-scopes/{}',
  ssoConnectorIds: '/api/sso-connectors/{}',
}

/** A body that changes one thing: Logto refuses one that changes nothing. */
function something(schema: Schema): unknown {
  const names = ['name', 'connectorName', 'syncProfile', 'supportEmail', 'deleteAccountUrl', 'avatar']
  const name = names.find((each) => schema.properties?.[each])
  return name === undefined ? {} : { [name]: sample(schema.properties?.[name] ?? {}, {}, name) }
}

/** The body of a connector for e-mail; a second one takes the place of the first. */
const mailConnector = { connectorId: 'simple-mail-transfer-protocol', config: { host: 'mail.example.com' } }

async function consentScope({ tenant }: Fixtures, path: string): Promise<string> {
  await tenant.call('POST', path, { userScopes: ['phone'] })
  return 'phone'
}

const socialConnector = (tools: Fixtures) => tools.post('/api/connectors', { connectorId: 'github-universal' })

function fill(shape: string, values: readonly string[]): string {
  let index = 0
  return shape.replaceAll('{}', () => encodeURIComponent(values[index++] ?? ''))
}

async function related(tools: Fixtures, path: string, property: string, id: string): Promise<string> {
  const made = await tools.tenant.call('POST', path, { [property]: [id] })
  if (made.status !== 201) throw new Error(`POST ${path}: ${made.status} ${made.text}`)
  return id
}

/** Lets a user sign in once, by a name and a password made for it. */
async function signIn(tenant: TestTenant, user: string): Promise<void> {
  await tenant.call('PATCH', `/api/users/${user}`, { username: user })
  await tenant.call('PATCH', `/api/users/${user}/password`, { password })
  await new Person(tenant, 'demo-app').signIn(user, { redirect_uri: `${tenant.url}/demo-app` })
}

async function tokenOf(tools: Fixtures, path: string): Promise<string> {
  const user = path.split('/')[3]
  return tools.post(`/api/users/${user}/personal-access-tokens`, { name: 'ci' }, 'name')
}

async function oneTimeToken(tools: Fixtures): Promise<Record<string, unknown>> {
  const { json } = await tools.tenant.call('POST', '/api/one-time-tokens', { email: 'a@example.com' })
  return { token: json.token, email: 'a@example.com' }
}

function file(): FormData {
  const form = new FormData()
  form.set('file', new Blob(['zip']), 'ui.zip')
  return form
}
