/** Twenty things that administrators ask of an assistant, each as an assistant carries it out, and what is true afterwards. */

import { expect } from 'vitest'
import type { Json, TestTenant } from '../../sandbox/client.js'
import type { Used } from './assistant.js'

/** What a task is carried out with: each of these is one call of a tool. */
export interface Hands {
  /** Looks an operation up by words of a person's; its name, which has to be among the first three. */
  find(words: string, name: string): Promise<string>
  call(operation: string, parameters?: object, more?: object): Promise<Json>
  /** Result of a script. */
  run(script: string): Promise<Json>
  describe(operation: string): Promise<string>
  /** Any tool, whatever comes of it. */
  use(tool: string, given?: Record<string, unknown>): Promise<Used>
}

export interface Task {
  /** As the administrator says it. */
  asks: string
  /** What there is beforehand. */
  given?: (tenant: TestTenant) => Promise<unknown>
  does: (hands: Hands) => Promise<unknown>
  /** `result` is what the assistant got. */
  holds: (tenant: TestTenant, result: Json) => Promise<unknown> | unknown
  /** How often the person is asked; not at all by default. */
  questions?: number
}

const get = async (tenant: TestTenant, path: string) => (await tenant.call('GET', path)).json
const names = (rows: Json) => (rows as unknown as { name: string }[]).map(({ name }) => name).toSorted()

export const tasks: readonly Task[] = [
  {
    asks: 'Suspend everyone of Harbour Books whose address ends in @partner.example',
    given: async (tenant) => {
      await tenant.call('PATCH', '/api/users/bo0000000000', { primaryEmail: 'bo@partner.example' })
    },
    does: async ({ find, run }) => {
      const members = await find('members of an organization', 'list_organization_users')
      const suspend = await find('suspend a user', 'update_user_is_suspended')
      return run(`
        local done = {}
        for org in logto.each(logto.list_organizations, {}) do
          if org.name == "Harbour Books" then
            for user in logto.each(logto.${members}, { id = org.id }) do
              if (user.primaryEmail or ""):match("@partner%.example$") then
                logto.${suspend}{ user_id = user.id, is_suspended = true }
                done[#done + 1] = user.name
              end
            end
          end
        end
        return done`)
    },
    holds: async (tenant, result) => {
      expect(result).toEqual(['Bo Lindqvist'])
      const suspended = async (id: string) => (await get(tenant, `/api/users/${id}`)).isSuspended
      expect([await suspended('bo0000000000'), await suspended('ana000000000')]).toEqual([true, false])
    },
  },
  {
    asks: 'Who has the role editor in two organizations?',
    given: async (tenant) => {
      const { json } = await tenant.call('POST', '/api/organization-roles', { name: 'editor' })
      const edits = (org: string, ...userIds: string[]) =>
        tenant.call('POST', `/api/organizations/${org}/users/roles`, { userIds, organizationRoleIds: [json.id] })
      await edits('orgharbourbo', 'ana000000000', 'chidi0000000')
      await edits('orgmaplerobo', 'chidi0000000', 'dana00000000')
    },
    does: async ({ find, run }) => {
      const members = await find('members of an organization', 'list_organization_users')
      return run(`
        local count, names = {}, {}
        for org in logto.each(logto.list_organizations, {}) do
          for user in logto.each(logto.${members}, { id = org.id }) do
            for _, role in ipairs(user.organizationRoles) do
              if role.name == "editor" then count[user.name] = (count[user.name] or 0) + 1 end
            end
          end
        end
        for name, n in pairs(count) do if n >= 2 then names[#names + 1] = name end end
        return names`)
    },
    holds: (_, result) => expect(result).toEqual(['Chidi Okafor']),
  },
  {
    asks: 'How many users are there?',
    does: ({ call }) => call('list_users', { page_size: 1 }, { fields: ['id'] }),
    holds: (_, result) => {
      expect(Number(result.total)).toBeGreaterThan(36)
      expect(result.rows).toHaveLength(1)
    },
  },
  {
    asks: 'Which account has the address dana.petrova@example.com?',
    does: async ({ find, call }) => {
      const list = await find('find a user by email', 'list_users')
      return call(list, { where: { primaryEmail: 'dana.petrova@example.com' } }, { fields: ['id', 'name'] })
    },
    holds: (_, result) => expect(result.rows).toEqual([{ id: 'dana00000000', name: 'Dana Petrova' }]),
  },
  {
    asks: 'Make an account for Zoe Adeyemi, zoe@example.com',
    questions: 1,
    does: async ({ find, call }) => {
      const create = await find('create a user', 'create_user')
      return call(create, { username: 'zoe', name: 'Zoe Adeyemi', primary_email: 'zoe@example.com' })
    },
    holds: async (tenant, { answer }) =>
      expect(await get(tenant, `/api/users/${answer?.id}`)).toMatchObject({
        name: 'Zoe Adeyemi',
        primaryEmail: 'zoe@example.com',
      }),
  },
  {
    asks: 'Note that Emre is on the plan pro, and keep what else is noted of him',
    given: (tenant) => tenant.call('PATCH', '/api/users/emre00000000', { customData: { seats: 3, plan: 'free' } }),
    does: async ({ find, call }) => {
      const update = await find('change a user', 'update_user')
      return call(update, { user_id: 'emre00000000', custom_data: { plan: 'pro' }, merge: true })
    },
    holds: async (tenant) =>
      expect((await get(tenant, '/api/users/emre00000000')).customData).toEqual({ seats: 3, plan: 'pro' }),
  },
  {
    asks: 'Give Grace a new password',
    questions: 1,
    does: async ({ find, call }) => {
      const update = await find('change the password of a user', 'update_user_password')
      return call(update, { user_id: 'grace0000000', password: 'Long-enough-4-Grace' })
    },
    holds: async (tenant) => {
      const verify = { password: 'Long-enough-4-Grace' }
      expect((await tenant.call('POST', '/api/users/grace0000000/password/verify', verify)).status).toBe(204)
    },
  },
  {
    asks: 'Delete the accounts that nobody has signed in with and whose name begins with User 00000',
    questions: 1,
    does: async ({ find, run }) => {
      const remove = await find('delete a user', 'delete_user')
      return run(`
        local ids = {}
        for user in logto.each(logto.list_users, { where = { name = "User 00000%" } }) do
          if user.lastSignInAt == json.null then ids[#ids + 1] = user.id end
        end
        for _, id in ipairs(ids) do logto.${remove}{ user_id = id } end
        return #ids`)
    },
    holds: async (tenant, result) => {
      expect(result).toBe(9)
      expect((await tenant.call('GET', '/api/users/gen000000003')).status).toBe(404)
      expect((await tenant.call('GET', '/api/users/gen000000010')).status).toBe(200)
    },
  },
  {
    asks: 'Lift the suspension of Farah',
    questions: 1,
    does: async ({ find, call }) => {
      const suspend = await find('lift the suspension of a user', 'update_user_is_suspended')
      return call(suspend, { user_id: 'farah0000000', is_suspended: false })
    },
    holds: async (tenant) => expect((await get(tenant, '/api/users/farah0000000')).isSuspended).toBe(false),
  },
  {
    asks: 'Open an organization for Cedar Clinic, with Emre as its admin',
    questions: 2,
    does: async ({ find, run }) => {
      const create = await find('create an organization', 'create_organization')
      return run(`
        local org = logto.${create}{ name = "Cedar Clinic", description = "A clinic" }
        local admin
        for role in logto.each(logto.list_organization_roles, {}) do
          if role.name == "admin" then admin = role.id end
        end
        logto.add_organization_users{ id = org.id, user_ids = { "emre00000000" } }
        logto.assign_organization_roles_to_user{ id = org.id, user_id = "emre00000000", organization_role_ids = { admin } }
        return org.id`)
    },
    holds: async (tenant, id) =>
      expect(names(await get(tenant, `/api/organizations/${id}/users/emre00000000/roles`))).toEqual(['admin']),
  },
  {
    asks: 'Who is in more than one organization?',
    does: ({ run }) =>
      run(`
        local seen, several = {}, {}
        for org in logto.each(logto.list_organizations, {}) do
          for user in logto.each(logto.list_organization_users, { id = org.id }) do
            seen[user.name] = (seen[user.name] or 0) + 1
            if seen[user.name] == 2 then several[#several + 1] = user.name end
          end
        end
        table.sort(several)
        return several`),
    holds: (_, result) => expect(result).toEqual(expect.arrayContaining(['Chidi Okafor', 'Emre Aydin'])),
  },
  {
    asks: 'Invite june@example.com to Maple Robotics for a week, without a mail',
    questions: 1,
    does: async ({ find, describe, call }) => {
      const invite = await find('invite somebody to an organization', 'create_organization_invitation')
      expect(await describe(invite)).toContain('organization_id')
      return call(invite, {
        organization_id: 'orgmaplerobo',
        invitee: 'june@example.com',
        expires_at: Date.now() + 7 * 24 * 3600 * 1000,
        message_payload: false,
      })
    },
    holds: async (tenant, { answer }) =>
      expect(await get(tenant, `/api/organization-invitations/${answer?.id}`)).toMatchObject({
        invitee: 'june@example.com',
        status: 'Pending',
      }),
  },
  {
    asks: 'Which applications send people to an address without https?',
    given: (tenant) =>
      tenant.call('POST', '/api/applications', {
        name: 'Old kiosk',
        type: 'Traditional',
        oidcClientMetadata: { redirectUris: ['http://kiosk.example.com/back'], postLogoutRedirectUris: [] },
      }),
    does: async ({ find, run }) => {
      const list = await find('list applications', 'list_applications')
      return run(`
        local open = {}
        for app in logto.each(logto.${list}, {}) do
          for _, uri in ipairs(app.oidcClientMetadata.redirectUris) do
            if uri:match("^http://") and not uri:match("^http://localhost") and not uri:match("^http://127") then
              open[#open + 1] = { name = app.name, uri = uri }
            end
          end
        end
        return open`)
    },
    holds: (_, result) => expect(result).toEqual([{ name: 'Old kiosk', uri: 'http://kiosk.example.com/back' }]),
  },
  {
    asks: 'Let the customer portal come back to https://portal.example.com/new, too',
    questions: 1,
    does: async ({ run }) =>
      run(`
        for app in logto.each(logto.list_applications, {}) do
          if app.name == "Customer portal" then
            local meta = app.oidcClientMetadata
            table.insert(meta.redirectUris, "https://portal.example.com/new")
            return logto.update_application{ id = app.id, oidc_client_metadata = meta }.id
          end
        end`),
    holds: async (tenant, id) =>
      expect((await get(tenant, `/api/applications/${id}`)).oidcClientMetadata?.redirectUris).toEqual([
        'https://portal.example.com/callback',
        'https://portal.example.com/new',
      ]),
  },
  {
    asks: 'Make an API for invoices, with the scopes read and write, and a role that may read them',
    questions: 1,
    does: async ({ find, run }) => {
      const create = await find('create an API resource', 'create_resource')
      return run(`
        local api = logto.${create}{ name = "Invoices", indicator = "https://invoices.example.com" }
        local read = logto.create_resource_scope{ resource_id = api.id, name = "read:invoices" }
        logto.create_resource_scope{ resource_id = api.id, name = "write:invoices" }
        local role = logto.create_role{ name = "Invoice reader", description = "Reads invoices" }
        logto.create_role_scope{ id = role.id, scope_ids = { read.id } }
        return { api = api.id, role = role.id }`)
    },
    holds: async (tenant, { api, role }) => {
      expect(names(await get(tenant, `/api/resources/${api}/scopes`))).toEqual(['read:invoices', 'write:invoices'])
      expect(names(await get(tenant, `/api/roles/${role}/scopes`))).toEqual(['read:invoices'])
    },
  },
  {
    asks: 'Make Dana a support agent',
    questions: 1,
    does: async ({ find, run }) => {
      const assign = await find('assign roles to a user', 'assign_user_roles')
      return run(`
        for role in logto.each(logto.list_roles, {}) do
          if role.name == "Support agent" then logto.${assign}{ user_id = "dana00000000", role_ids = { role.id } } end
        end`)
    },
    holds: async (tenant) =>
      expect(names(await get(tenant, '/api/users/dana00000000/roles'))).toContain('Support agent'),
  },
  {
    asks: 'When did Ana sign in, and where?',
    does: async ({ find, call }) => {
      const list = await find('audit logs', 'list_logs')
      return call(list, { user_id: 'ana000000000' }, { fields: ['key', 'payload.applicationId'] })
    },
    holds: (_, result) =>
      expect(result.rows).toEqual([
        { key: 'Interaction.SignIn.Submit', payload: { applicationId: 'sandboxclient00000000' } },
      ]),
  },
  {
    asks: 'Where do our webhooks lead? Remove the one to hooks.example.com',
    questions: 1,
    does: async ({ find, call }) => {
      const list = await find('list webhooks', 'list_hooks')
      const { rows } = await call(list, {}, { fields: ['id', 'config.url'] })
      const [hook] = rows as unknown as { id: string; config: { url: string } }[]
      expect(hook?.config.url).toBe('https://hooks.example.com/logto')
      return call('delete_hook', { id: hook?.id })
    },
    holds: async (tenant) => expect(await get(tenant, '/api/hooks')).toEqual([]),
  },
  {
    asks: 'Let nobody register by themselves any more',
    questions: 1,
    does: async ({ find, call }) => {
      const update = await find('change the sign-in experience', 'update_sign_in_exp')
      return call(update, { sign_in_mode: 'SignIn' })
    },
    holds: async (tenant) => expect((await get(tenant, '/api/sign-in-exp')).signInMode).toBe('SignIn'),
  },
  {
    asks: 'Take Grace out of Tidewater Labs (with a name of the operation that is not right at first)',
    questions: 1,
    does: async ({ use, call }) => {
      const parameters = { id: 'orgtidewater', user_id: 'grace0000000' }
      const { json } = await use('call', { operation: 'delete_organization_users', parameters })
      const [, meant = ''] = /did you mean \w+ or (\w+)/.exec(json.error.hint) ?? []
      return call(meant, parameters)
    },
    holds: async (tenant) =>
      expect(names(await get(tenant, '/api/organizations/orgtidewater/users'))).not.toContain('Grace Kim'),
  },
]
