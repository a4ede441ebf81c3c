/** The commands that administrators use most, run one after the other against a sandbox: each does what its help says. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTenant, type TestTenant } from '../sandbox/client.js'
import { run } from './run.js'

let tenant: TestTenant
let home = ''
beforeAll(async () => {
  tenant = await startTenant()
  home = mkdtempSync(join(tmpdir(), 'logto-common-'))
  mkdirSync(join(home, 'data'))
  writeFileSync(join(home, 'data', 'user.yaml'), 'username: carla\nprofile:\n  givenName: Carla\n')
})
afterAll(async () => {
  await tenant.close()
  rmSync(home, { recursive: true, force: true })
})

/** Values that earlier commands made, by the names that later lines use: `{user}`. */
const made: Record<string, string> = {}

/** One command line, the name that its answer's id gets, and what the answer must be like. */
type Step = [line: string, made?: string | undefined, expected?: unknown]

const steps: Step[] = [
  ['status get', undefined, { success: true, status: 204 }],
  ['users create --username ann --primary-email ann@example.net --password Secret-pass-1', 'user', { username: 'ann' }],
  ['users create --body @data/user.yaml', 'second', { profile: { givenName: 'Carla' } }],
  ['users list --contains example.net --columns id', undefined, [{ id: expect.any(String) }]],
  ['users get {user}', undefined, { primaryEmail: 'ann@example.net' }],
  ['users find ann@example.net', undefined, { username: 'ann' }],
  ['users update {user} --name Ann_Lee', undefined, { name: 'Ann_Lee' }],
  ['users update {user} --set customData.plan=pro --merge', undefined, { customData: { plan: 'pro' } }],
  ['users update-custom-data {user} --set customData.seats=5', undefined, { plan: 'pro' }],
  ['users update-profile {user} --set profile.givenName=Ann', undefined, { givenName: 'Ann' }],
  ['users update-password {user} --password Another-pass-2', undefined, { id: expect.any(String) }],
  ['users suspend {user}', undefined, { isSuspended: true }],
  ['users unsuspend {user}', undefined, { isSuspended: false }],
  ['roles create --name support --description Helpdesk --type User', 'role', { name: 'support' }],
  ['users assign-roles {user} --role-ids {role}'],
  ['users list-roles {user}', undefined, [{ name: 'support' }]],
  ['roles list-users {role}', undefined, [{ username: 'ann' }]],
  ['resources create --name Orders --indicator https://orders.example.com', 'resource', { name: 'Orders' }],
  ['resources create-scope {resource} --name read:orders', 'scope', { name: 'read:orders' }],
  ['roles add-scopes {role} --scope-ids {scope}'],
  ['roles list-scopes {role}', undefined, [{ name: 'read:orders' }]],
  ['orgs create --name Acme', 'org', { name: 'Acme' }],
  ['orgs add-users {org} --user-ids {user} --user-ids {second}'],
  ['orgs list-users {org} --all', undefined, [{ id: expect.any(String) }, { id: expect.any(String) }]],
  ['org-scopes create --name read:billing', 'orgScope', { name: 'read:billing' }],
  ['org-roles create --name billing', 'orgRole', { name: 'billing' }],
  ['orgs assign-user-roles {org} {user} --organization-role-ids {orgRole}'],
  ['orgs list-user-roles {org} {user}', undefined, [{ name: 'billing' }]],
  ['users list-orgs {user}', undefined, [{ name: 'Acme' }]],
  ['org-invitations list', undefined, expect.any(Array)],
  [
    'apps create --name Shop --type SPA --set-json oidcClientMetadata={"redirectUris":["https://shop.example.com/callback"],"postLogoutRedirectUris":[]}',
    'app',
    { type: 'SPA' },
  ],
  ['apps list --types SPA', undefined, expect.arrayContaining([expect.objectContaining({ name: 'Shop' })])],
  ['apps create --name Machine --type MachineToMachine', 'machine', { type: 'MachineToMachine' }],
  ['apps create-secret {machine} --name second', undefined, { name: 'second', value: expect.any(String) }],
  ['apps list-secrets {machine}', undefined, expect.any(Array)],
  [
    'hooks create --name audit --set config.url=https://hook.example.com --events User.Created',
    'hook',
    { name: 'audit' },
  ],
  ['hooks rotate-signing-key {hook} --yes', undefined, { signingKey: expect.any(String) }],
  ['sign-in-exp get', undefined, { signInMode: expect.any(String) }],
  ['sign-in-exp update --sign-in-mode SignIn', undefined, { signInMode: 'SignIn' }],
  ['logs list --start-time 1h --page-size 5', undefined, expect.any(Array)],
  ['one-time-tokens create --email ann@example.net', undefined, { token: expect.any(String) }],
  ['connectors list', undefined, expect.any(Array)],
  ['api GET /api/users/{user} --json', undefined, { username: 'ann' }],
  ['orgs remove-user {org} {second} --yes'],
  ['users delete {second} --yes', undefined, { success: true, status: 204 }],
]

it.each(steps)('%s', async (line, name, expected) => {
  const words = line.split(' ').map((word) => word.replace(/\{(\w+)\}/g, (whole, key: string) => made[key] ?? whole))
  const env = {
    LOGTO_ENDPOINT: tenant.url,
    LOGTO_CLIENT_ID: tenant.clientId,
    LOGTO_CLIENT_SECRET: tenant.clientSecret,
    LOGTO_KEYCHAIN: 'off',
  }
  const { code, stdout, stderr } = await run([...words, ...(words.includes('--json') ? [] : ['--json'])], home, {
    env,
    cwd: home,
  })
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.not.stringContaining('error') })
  const answer = JSON.parse(stdout) as unknown
  if (Array.isArray(expected)) expect(answer).toMatchObject(expected)
  else if (expected !== undefined) {
    if (typeof expected === 'object' && expected !== null && 'asymmetricMatch' in expected)
      expect(answer).toEqual(expected)
    else expect(answer).toMatchObject(expected as object)
  }
  if (name !== undefined) made[name] = String((answer as { id?: unknown }).id)
})
