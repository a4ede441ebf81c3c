/** Nothing is destroyed by silence: what writes do when nothing, or nothing but empty sets, is given. */
import { describe, expect, it } from 'vitest'
import { type Contract, contracts } from '../contract/command-facts.js'
import { bare, errorOf, tenant } from './tenant.js'

const all = await contracts()

/** A command with an argument for each part of its path. */
function lineOf({ command, operation }: Contract): string[] {
  return [...command.split(' '), ...Object.values(operation.args).map(({ options }) => options?.[0] ?? 'x1')]
}

describe('a PUT or PATCH without anything given', () => {
  const writes = all.filter(({ operation: { method, body } }) => /^(PUT|PATCH)$/.test(method) && body?.media === 'json')

  it.each(writes.map((one) => [one.command, one] as const))('%s is refused, and nothing is sent', async (_, one) => {
    const { logto, received } = await tenant()
    const ended = await logto([...lineOf(one), '--json', ...(one.flags.includes('yes') ? ['--yes'] : [])])
    expect(ended.code).toBe(2)
    expect(errorOf(ended).code).toMatch(/^usage\.(nothing_given|missing_flag)$/)
    expect(received).toEqual([])
  })
})

describe('a PUT that is given emptiness', () => {
  const takers = all.filter(({ operation }) => operation.destructiveWhenEmpty)
  const empty = ({ operation: { body }, documented }: Contract): string => {
    if (body?.shape === 'array') return '[]'
    const required = documented.body?.schema.required ?? []
    return JSON.stringify(Object.fromEntries(required.map((name) => [name, []])))
  }

  it('is known for every set, and for free bodies', () => {
    const commands = takers.map(({ command }) => command)
    expect(commands).toEqual(
      expect.arrayContaining([
        'custom-phrases upsert',
        'id-token-config upsert',
        'orgs replace-user-roles',
        'users replace-roles',
      ]),
    )
    for (const never of ['users replace-identity', 'account replace-totp', 'apps replace-sign-in-experience']) {
      expect(all.find(({ command }) => command === never)?.flags).not.toContain('yes')
    }
  })

  it.each(takers.map((one) => [one.command, one] as const))('%s asks first', async (_, one) => {
    const { logto, received } = await tenant()
    const line = [...lineOf(one), '--body', empty(one), '--json']
    const ended = await logto(line)
    expect(ended.code).toBe(2)
    expect(errorOf(ended).code).toBe('usage.not_confirmed')
    expect(received).toEqual([])
  })

  it('does it with --yes', async () => {
    const { logto, received } = await tenant()
    expect((await logto(['orgs', 'replace-user-roles', 'o1', 'u1', '--body', '{}', '--yes'])).code).toBe(0)
    expect(received.map(({ method, body }) => [method, body])).toEqual([['PUT', '{}']])
  })

  it('is what `api` asks about, too', async () => {
    const { logto, received } = await tenant()
    const line = ['api', 'PUT', '/api/custom-phrases/de', '--body', '{}', '--json']
    expect(errorOf(await logto(line)).code).toBe('usage.not_confirmed')
    expect(received).toEqual([])
  })
})

describe('a change that changes nothing', () => {
  it.each([
    [['users', 'update', 'u1', '--body', '{}'], 'nothing to change'],
    [['resources', 'update', 'r1', '--set', 'indicator=https://x'], 'nothing to change'],
    [['apps', 'replace-sign-in-experience', 'a1', '--body', '{}'], 'nothing to change'],
    [['apps', 'add-user-consent-scopes', 'a1'], 'nothing to add'],
    [['orgs', 'assign-user-roles', 'o1', 'u1'], 'nothing to add'],
  ])('%o is refused', async (line, why) => {
    const ended = await bare([...line, '--dry-run'])
    expect([ended.code, ended.stderr]).toEqual([2, expect.stringContaining(why)])
  })

  it('can be sent all the same', async () => {
    expect((await bare(['users', 'update', 'u1', '--body', '{}', '--no-validate', '--dry-run'])).code).toBe(0)
  })
})

describe('objects that a PATCH lays over the stored ones', () => {
  it('take a key without further flags', async () => {
    const ended = await bare(['users', 'update-logto-configs', 'u1', '--set', 'mfa.skipped=true', '--dry-run'])
    expect(JSON.parse(ended.stdout).body).toEqual({ mfa: { skipped: true } })
  })

  it('do not take a part of what a key holds', async () => {
    const line = ['users', 'update-custom-data', 'u1', '--set', 'customData.address.city=Bern', '--dry-run']
    const { code, stderr } = await bare(line)
    expect([code, stderr]).toEqual([2, expect.stringContaining('would replace all of customData.address')])
    expect(stderr).toContain('give all of customData.address, or --replace')
    expect((await bare([...line, '--replace'])).code).toBe(0)
  })

  it('keep the keys that --replace does not name, which is said', async () => {
    const { stderr } = await bare([
      'saml-apps',
      'update',
      's1',
      '--set',
      'customData.plan=pro',
      '--replace',
      '--dry-run',
    ])
    expect(stderr).toContain('keys of customData that are not given')
  })
})

describe('a PATCH that requires a property', () => {
  const line = ['jwt-customizers', 'update', 'access-token', '--set', 'environmentVariables.PLAN=pro']

  it('is refused without it', async () => {
    const { code, stderr } = await bare([...line, '--replace', '--dry-run'])
    expect([code, stderr]).toEqual([2, expect.stringContaining('script is missing')])
  })

  it('gets it from what is stored with --merge', async () => {
    const stored = { script: 'const getCustomJwtClaims = () => ({})', environmentVariables: { REGION: 'eu' } }
    const { logto, received } = await tenant({ body: stored })
    expect((await logto([...line, '--merge'])).code).toBe(0)
    expect(received.map(({ method }) => method)).toEqual(['GET', 'PATCH'])
    expect(JSON.parse(received[1]?.body ?? '')).toEqual({
      ...stored,
      environmentVariables: { REGION: 'eu', PLAN: 'pro' },
    })
  })
})
