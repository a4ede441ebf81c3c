/** `account step-up`: the proof of who the user is, from its making to its end. */

import { describe, expect, it } from 'vitest'
import { onTerminal, terminalNeed } from '../../cli/terminal.js'
import { type Person, person } from '../login/person.js'
import { accountTenant, code, password, signIn } from './account-api.js'

/** The files in which records are kept. */
function keptRecords(who: Person) {
  return who.files().filter(({ path }) => path.includes('/verifications/'))
}

describe('a step-up by password', () => {
  it('is kept, and used by the commands that need one until it ends', async () => {
    const tenant = await accountTenant()
    const ann = person()
    await signIn(ann, tenant, 'ann')
    const before = await ann.logto('account delete-primary-email --yes')
    expect(before).toMatchObject({ code: 3, stdout: '' })
    expect(before.stderr).toMatch(/first prove who you are with `logto account step-up`, then try again/)

    const made = await ann.logto('account step-up --password-stdin --json', { input: `${password}\n` })
    expect(made).toMatchObject({ code: 0 })
    const record = { verificationRecordId: 'record-ann-1', expiresAt: expect.stringMatching(/Z$/) }
    expect(JSON.parse(made.stdout)).toEqual(record)
    expect(JSON.parse(made.stderr)).toEqual({ notice: expect.stringContaining('by themselves') })
    expect(keptRecords(ann)).toMatchObject([{ mode: 0o600 }])

    for (const line of ['account delete-primary-email --yes', 'account list-sessions', 'account list-backup-codes']) {
      const { code, stderr } = await ann.logto(line)
      expect({ line, code, stderr }).toMatchObject({ code: 0 })
      expect(tenant.received.at(-1)?.headers['logto-verification-id']).toBe('record-ann-1')
    }
    await ann.logto('account list-mfa-verifications')
    expect(tenant.received.at(-1)?.headers).not.toHaveProperty('logto-verification-id')
    const who = JSON.parse((await ann.logto('whoami --json')).stdout)
    expect(who.verifiedUntil).toEqual({ value: JSON.parse(made.stdout).expiresAt, from: 'account step-up' })
  })

  it('gives way to a record that is typed, and shows neither in a dry run', async () => {
    const tenant = await accountTenant()
    const ann = person()
    await signIn(ann, tenant, 'ann')
    await ann.logto('account step-up --password-stdin', { input: password })
    const typed = await ann.logto('account list-sessions --verification-id mine')
    expect(typed.code).toBe(3)
    expect(tenant.received.at(-1)?.headers['logto-verification-id']).toBe('mine')
    expect(keptRecords(ann), 'the kept one was not refused').toHaveLength(1)
    for (const line of ['account list-sessions', 'account list-sessions --verification-id mine']) {
      const shown = JSON.parse((await ann.logto(`${line} --dry-run`)).stdout)
      expect(shown.headers['logto-verification-id']).toBe('••••')
      const curl = await ann.logto(`${line} --curl`)
      expect(curl.stdout).toContain('logto-verification-id: $LOGTO_VERIFICATION_ID')
      expect(curl.stdout).not.toMatch(/record-ann|mine/)
    }
  })

  it('that is refused is forgotten', async () => {
    const tenant = await accountTenant()
    const ann = person()
    await signIn(ann, tenant, 'ann')
    await ann.logto('account step-up --password-stdin', { input: password })
    tenant.records.clear()
    const ended = await ann.logto('account list-sessions -p ann --json')
    expect(ended).toMatchObject({ code: 3, stdout: '' })
    const { error } = JSON.parse(ended.stderr)
    expect(error).toMatchObject({ code: 'verification_record.permission_denied', status: 401 })
    expect(error.hint).toMatch(/prove again who you are with `logto account step-up -p ann`/)
    expect(keptRecords(ann)).toEqual([])
  })

  it('is not sent any more when it is about to end', async () => {
    const tenant = await accountTenant({ recordMs: 4000 })
    const ann = person()
    await signIn(ann, tenant, 'ann')
    await ann.logto('account step-up --password-stdin', { input: password })
    await ann.logto('account list-sessions')
    expect(tenant.received.at(-1)?.headers).not.toHaveProperty('logto-verification-id')
    expect(JSON.parse((await ann.logto('whoami --json')).stdout)).not.toHaveProperty('verifiedUntil')
  })

  it('is of one user: never of another profile, nor of the environment', async () => {
    const tenant = await accountTenant()
    const ann = person()
    await signIn(ann, tenant, 'ann')
    await signIn(ann, tenant, 'bob')
    await ann.logto('account step-up -p ann --password-stdin', { input: password })
    await ann.logto('account list-sessions -p bob')
    expect(tenant.received.at(-1)?.headers).not.toHaveProperty('logto-verification-id')
    const token = (await ann.logto('token -p ann')).stdout.trim()
    const env = { LOGTO_ENDPOINT: tenant.endpoint, LOGTO_USER_TOKEN: token }
    await ann.logto('account list-sessions', { env })
    expect(tenant.received.at(-1)?.headers).not.toHaveProperty('logto-verification-id')
  })

  it.each(['logout -p ann', 'profiles remove ann --yes'])('ends with %s', async (line) => {
    const tenant = await accountTenant()
    const ann = person()
    await signIn(ann, tenant, 'ann')
    await ann.logto('account step-up --password-stdin', { input: password })
    expect(keptRecords(ann)).toHaveLength(1)
    expect(await ann.logto(line)).toMatchObject({ code: 0 })
    expect(keptRecords(ann)).toEqual([])
  })

  it('of LOGTO_USER_TOKEN is kept for that token and tenant alone, and nowhere with LOGTO_TOKEN_CACHE=off', async () => {
    const tenant = await accountTenant()
    const ann = person()
    await signIn(ann, tenant, 'ann')
    const token = (await ann.logto('token')).stdout.trim()
    const env = { LOGTO_ENDPOINT: tenant.endpoint, LOGTO_USER_TOKEN: token }
    const off = { ...env, LOGTO_TOKEN_CACHE: 'off' }
    const unkept = await ann.logto('account step-up --password-stdin', { env: off, input: password })
    expect(unkept).toMatchObject({ code: 0, stderr: expect.stringContaining('--verification-id') })
    expect(keptRecords(ann)).toEqual([])
    await ann.logto('account step-up --password-stdin', { env, input: password })
    expect(await ann.logto('account list-sessions', { env })).toMatchObject({ code: 0 })
    expect(
      keptRecords(ann)
        .map(({ path, text }) => path + text)
        .join(),
    ).not.toContain(token)
    const other = await accountTenant()
    await ann.logto('account list-sessions', { env: { ...env, LOGTO_ENDPOINT: other.endpoint } })
    expect(other.received.at(-1)?.headers).not.toHaveProperty('logto-verification-id')
  })

  it('that is wrong keeps nothing, and shows the password nowhere', async () => {
    const tenant = await accountTenant()
    const ann = person()
    await signIn(ann, tenant, 'ann')
    const ended = await ann.logto('account step-up --password-stdin --debug', { input: 'wrong-password' })
    expect(ended).toMatchObject({ code: 5, stdout: '' })
    expect(ended.stderr).toContain('--email or --phone')
    expect(ended.stderr).not.toContain('wrong-password')
    expect(keptRecords(ann)).toEqual([])
  })

  it('asks nobody where there is no terminal, and sends nothing for a profile of an administrator', async () => {
    const tenant = await accountTenant()
    const ann = person()
    await signIn(ann, tenant, 'ann')
    const asked = tenant.received.length
    const silent = await ann.logto('account step-up')
    expect(silent).toMatchObject({ code: 2 })
    expect(silent.stderr).toContain('--password-stdin')
    const env = { LOGTO_ENDPOINT: tenant.endpoint, LOGTO_ACCESS_TOKEN: 'manager' }
    expect(await ann.logto('account step-up --password-stdin', { env, input: password })).toMatchObject({ code: 3 })
    expect(tenant.received).toHaveLength(asked)
  })

  it.skipIf(terminalNeed.lacking)(`asks for the password without echo${terminalNeed.note}`, async () => {
    const tenant = await accountTenant()
    const ann = person()
    await signIn(ann, tenant, 'ann')
    const { code, screen } = await onTerminal('logto account step-up', {
      home: ann.home,
      env: {},
      typing: [[/Password of this user/, `${password}\r`]],
    })
    expect({ code, screen }).toMatchObject({ code: 0, screen: expect.stringContaining('record-ann-1') })
    expect(screen).not.toContain(password)
  })
})

describe('a step-up by code', () => {
  it.each([
    ['--email ann@example.com', { type: 'email', value: 'ann@example.com' }],
    ['--phone=+1-310-555-0123', { type: 'phone', value: '13105550123' }],
  ])('%s sends one and proves it', async (flag, identifier) => {
    const tenant = await accountTenant()
    const ann = person()
    await signIn(ann, tenant, 'ann')
    const made = await ann.logto(`account step-up ${flag} --code-stdin --json`, { input: `${code}\n` })
    expect(made).toMatchObject({ code: 0, stderr: expect.stringContaining(`sent to ${identifier.value}`) })
    const sent = tenant.received.filter(({ path }) => path.startsWith('/api/verifications'))
    expect(sent.map(({ body }) => JSON.parse(body))).toEqual([
      { identifier, templateType: 'UserPermissionValidation' },
      { identifier, verificationId: 'record-ann-1', code },
    ])
    expect(await ann.logto('account list-sessions')).toMatchObject({ code: 0 })
  })

  it('that is wrong keeps nothing', async () => {
    const tenant = await accountTenant()
    const ann = person()
    await signIn(ann, tenant, 'ann')
    const ended = await ann.logto('account step-up --email ann@example.com --code-stdin', { input: '000000' })
    expect(ended).toMatchObject({ code: 5, stdout: '' })
    expect(ended.stderr).toContain('the code of the last message')
    expect(keptRecords(ann)).toEqual([])
  })

  it.each([
    ['--code-stdin', /add --email or --phone/],
    ['--phone hello --code-stdin', /hello is not a phone number/],
    ['--email a@b.c --phone 1', /cannot be given together/],
    ['--email a@b.c --password-stdin', /cannot be given together/],
  ])('with %s is refused before anything is sent', async (flags, why) => {
    const ended = await person().logto(`account step-up ${flags}`)
    expect(ended).toMatchObject({ code: 2, stdout: '' })
    expect(ended.stderr).toMatch(why)
  })
})
