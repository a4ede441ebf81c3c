/** `logto schema`: the operation behind a command, without a tenant. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { bare } from '../../cli/tenant.js'

it('prints an outline for people', async () => {
  const { code, stdout, stderr } = await bare(['schema', 'app', 'create'])
  expect([code, stderr]).toEqual([0, ''])
  expect(stdout).toContain('POST /api/applications (CreateApplication)')
  expect(stdout).toMatch(/^ {2}name +string, required, 1 to 256 characters, --name$/m)
  expect(stdout).toMatch(/^ {4}redirectUris +string\[\], required, --redirect-uri$/m)
  expect(stdout).toContain('ANSWER 200 (object)')
})

it('prints one document of stable shape for programs', async () => {
  const [json, yaml, query] = await Promise.all([
    bare(['schema', 'orgs', 'list', '--json']),
    bare(['schema', 'orgs', 'list', '-o', 'yaml']),
    bare(['schema', 'CreateOrganization', '--query', 'body.schema.required', '--json']),
  ])
  const document = JSON.parse(json.stdout) as Record<string, unknown>
  expect(Object.keys(document)).toEqual([
    ...['command', 'operation', 'api', 'method', 'path', 'authority', 'arguments', 'query', 'headers', 'search'],
    ...['paging', 'body', 'answers'],
  ])
  expect(document).toMatchObject({ operation: 'ListOrganizations', authority: 'management', body: null })
  expect(yaml.stdout).toContain('operation: ListOrganizations\n')
  expect(JSON.parse(query.stdout)).toEqual(['name'])
})

it('says which operation a preset runs, and refuses what has none', async () => {
  const [preset, none, topic, nothing] = await Promise.all([
    bare(['schema', 'users', 'suspend', '--json']),
    bare(['schema', 'doctor']),
    bare(['schema', 'users']),
    bare(['schema']),
  ])
  expect(JSON.parse(preset.stdout)).toMatchObject({
    command: 'users suspend',
    runs: 'users set-suspended',
    operation: 'UpdateUserIsSuspended',
  })
  expect([none.code, topic.code, nothing.code]).toEqual([2, 2, 2])
  expect(none.stderr).toContain('no single API operation stands behind logto doctor')
  expect(topic.stderr).toContain('users is a topic')
  expect(nothing.stderr).toContain('missing argument')
})

it('prints a skeleton that is sent as it is filled in', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'skeleton-'))
  try {
    const { stdout } = await bare(['schema', 'apps', 'create', '--skeleton'])
    const file = join(folder, 'app.yaml')
    writeFileSync(
      file,
      stdout.replace('name: name', 'name: Shop').replace('#description: description', 'description: Ours'),
    )
    const sent = await bare(['apps', 'create', '--body', `@${file}`, '--dry-run'])
    expect(sent.stderr).toBe('')
    expect((JSON.parse(sent.stdout) as { body: unknown }).body).toEqual({
      name: 'Shop',
      type: 'Native',
      description: 'Ours',
    })
  } finally {
    rmSync(folder, { recursive: true })
  }
})

it('prints a skeleton as JSON, and refuses one where there is no body to write', async () => {
  const [json, csv, file, none] = await Promise.all([
    bare(['schema', 'roles', 'create', '--skeleton', '-o', 'json']),
    bare(['schema', 'roles', 'create', '--skeleton', '-o', 'csv']),
    bare(['schema', 'user-assets', 'upload', '--skeleton']),
    bare(['schema', 'users', 'list', '--skeleton']),
  ])
  expect(JSON.parse(json.stdout)).toMatchObject({ name: 'name', description: 'description' })
  expect([csv.code, file.code, none.code]).toEqual([2, 2, 2])
  expect(file.stderr).toContain('--file PATH')
  expect(none.stderr).toContain('sends no body')
})

it('shows the parts of its document that are asked for, for people too', async () => {
  const [json, table] = await Promise.all([
    bare(['schema', 'orgs', 'add-users', '--json', '--columns', 'method,path']),
    bare(['schema', 'orgs', 'add-users', '--columns', 'method,path']),
  ])
  expect(JSON.parse(json.stdout)).toEqual({ method: 'POST', path: '/api/organizations/{id}/users' })
  expect(table.stdout).toBe('method\tPOST\npath\t/api/organizations/{id}/users\n')
})

it('fills in the form that is asked for', async () => {
  const [select, nested] = await Promise.all([
    bare(['schema', 'custom-profile-fields', 'create', '--skeleton', '-o', 'json', '--variant', 'select']),
    bare(['schema', 'captcha-provider', 'upsert', '--skeleton', '--variant', 'RecaptchaEnterprise']),
  ])
  expect(JSON.parse(select.stdout)).toMatchObject({ type: 'Select', config: { options: [{ value: 'value' }] } })
  expect(nested.stdout).toMatch(/ {2}type: RecaptchaEnterprise[\s\S]* {2}projectId: projectId/)
})

it.each([
  [
    ['users', 'create-mfa-verification', '--skeleton', '--variant', 'Totpp'],
    /did you mean Totp\?[\s\S]*2 \(type: BackupCode\)/,
  ],
  [['users', 'create', '--skeleton', '--variant', '2'], /has one form only/],
  [['users', 'create', '--variant', '2'], /--variant goes with --skeleton/],
  [
    ['users', 'create', '--skeleton', '--columns', 'id'],
    /--(skeleton|columns) and --(skeleton|columns) cannot be given together/,
  ],
  [['users', 'create', '--columns', 'nonsense'], /unknown column "nonsense"[\s\S]*known columns: command,/],
  [['users', 'create', '--columns', 'nonsense', '--json'], /unknown column \\"nonsense/],
])('%o: refused with what to do', async (words, said) => {
  const { code, stdout, stderr } = await bare(['schema', ...words])
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toMatch(said)
})
