/** Refusals that are results, and replacements that Logto refuses though it carries them out. */
import { describe, expect, it } from 'vitest'
import { errorOf, tenant } from './tenant.js'

const tooShort = { result: false, issues: [{ code: 'password_rejected.too_short', interpolation: { min: 8 } }] }
const check = ['sign-in-exp', 'check-password', '--password', 'short']

describe('a password that the policy rejects', () => {
  const answer = { status: 400, body: tooShort }

  it('is a result, with exit code 5', async () => {
    const { logto } = await tenant(answer)
    const ended = await logto([...check, '--json'])
    expect([ended.code, JSON.parse(ended.stdout)]).toEqual([5, tooShort])
    expect(errorOf(ended)).toMatchObject({ code: 'answer.rejected', status: 400 })
    const queried = await logto([...check, '--query', 'issues[].code', '-o', 'jsonl'])
    expect(queried.stdout).toBe('"password_rejected.too_short"\n')
  })

  it('is a value in a script', async () => {
    const { logto } = await tenant(answer)
    const code = 'print(logto.check_password_with_default_sign_in_experience{ password = "short" }.issues[1].code)'
    expect(await logto(['lua', '--eval', code])).toMatchObject({ code: 0, stdout: 'password_rejected.too_short\n' })
  })

  it('is not what another refusal of the same status is', async () => {
    const { logto } = await tenant({ status: 400, body: { code: 'guard.invalid_input', message: 'No.' } })
    const ended = await logto([...check, '--json'])
    expect([ended.code, ended.stdout, errorOf(ended).code]).toEqual([5, '', 'guard.invalid_input'])
  })

  it('and one that it accepts ends with 0', async () => {
    const { logto } = await tenant({ body: { result: true } })
    expect(await logto([...check, '--json'])).toMatchObject({ code: 0, stderr: '' })
  })
})

describe('replacing the roles of an application', () => {
  const held = (...ids: string[]) => ({
    body: ids.map((id) => ({ id })),
    headers: { 'total-number': String(ids.length) },
  })
  const told = (received: readonly { method: string; url: string; body: string }[]) =>
    received.map(({ method, url, body }) => [method, url.replace(/\?.*/, ''), body])
  const path = '/api/applications/a1/roles'

  it('adds what is new, then takes away what is not named', async () => {
    const { logto, received } = await tenant(({ method }) =>
      method === 'GET' ? held('r1', 'r2', 'r3') : { status: 201 },
    )
    const ended = await logto(['apps', 'replace-roles', 'a1', '--role-ids', 'r2', '--role-ids', 'r4'])
    expect(ended.code).toBe(0)
    expect(told(received)).toEqual([
      ['GET', path, ''],
      ['POST', path, '{"roleIds":["r4"]}'],
      ['DELETE', `${path}/r1`, ''],
      ['DELETE', `${path}/r3`, ''],
    ])
  })

  it('takes nothing away when an addition is refused', async () => {
    const { logto, received } = await tenant(({ method }) =>
      method === 'GET'
        ? held('r1')
        : { status: 422, body: { code: 'entity.relation_foreign_key_not_found', message: 'No.' } },
    )
    expect((await logto(['apps', 'replace-roles', 'a1', '--role-ids', 'nope'])).code).toBe(5)
    // What a refusal does not say is looked up.
    expect(received.map(({ method }) => method).filter((method) => method !== 'GET')).toEqual(['POST'])
  })

  it('sends nothing for the set as it is, and reads every page', async () => {
    const ids = Array.from({ length: 101 }, (_, i) => `r${i}`)
    const { logto, received } = await tenant(({ url }) => ({
      body: (url.includes('page=2') ? ids.slice(100) : ids.slice(0, 100)).map((id) => ({ id })),
      headers: { 'total-number': '101' },
    }))
    const line = ['apps', 'replace-roles', 'a1', '--body', JSON.stringify({ roleIds: ids })]
    expect((await logto(line)).code).toBe(0)
    expect(received.map(({ method }) => method)).toEqual(['GET', 'GET'])
  })

  it('works in scripts, and takes all away when that is allowed', async () => {
    const { logto, received } = await tenant(({ method }) => (method === 'GET' ? held('r1') : { status: 204 }))
    const code = 'logto.replace_application_roles{ application_id = "a1", role_ids = {} }'
    expect((await logto(['lua', '--eval', code])).code).toBe(2)
    expect((await logto(['lua', '--yes', '--eval', code])).code).toBe(0)
    expect(received.map(({ method }) => method)).toEqual(['GET', 'DELETE'])
  })
})

describe('the callback of a SAML application', () => {
  it('gets its cookie from a file, and shows it nowhere', async () => {
    const { logto, received } = await tenant({ body: {} })
    const line = ['saml-apps', 'callback', 's1', '--code', '-', '--state', 'x', '--session-cookie', 'c00kie-value']
    expect((await logto(line, { input: 'the-code' })).code).toBe(0)
    expect(received[0]?.headers.cookie).toBe('_logto_sp_saml_sso_session_id=c00kie-value')
    const shown = await logto([...line, '--dry-run'], { input: 'the-code' })
    expect(shown.stdout).not.toContain('c00kie-value')
    expect(shown.stdout).not.toContain('the-code')
  })
})
