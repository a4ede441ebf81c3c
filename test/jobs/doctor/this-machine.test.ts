/** `logto doctor` on this machine: Node, configuration, project files, keychain; and how the report looks and ends. */

import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { checkNode } from '../../../src/jobs/doctor/this-machine.js'
import { SecretService, secretServiceNeed } from '../../access/profiles/secret-service.js'
import { shell } from '../../cli/run.js'
import { tenant as scripted } from '../../cli/tenant.js'
import { linesOf, onTerminal, terminalNeed } from '../../cli/terminal.js'
import { examplesOf } from '../../contract/command-facts.js'
import { logtoTenant } from '../login/logto-tenant.js'
import { addProfile, machineSecret, type Person, person } from '../login/person.js'
import { doctor, documents, machineAt } from './patient.js'

const config = ({ home }: Person) => join(home, 'config', 'logto-cli', 'config.json')

describe('Node', () => {
  it.each([
    ['20.18.1', true],
    ['20.19.0', true],
    ['22.0.0', true],
    ['20.18.0', false],
    ['20.2.9', false],
    ['18.99.99', false],
  ])('%s is recent enough: %s', async (version, isFine) => {
    const checked = checkNode('>=20.18.1', version)
    if (isFine) await expect(checked).resolves.toMatchObject({ details: { version } })
    else await expect(checked).rejects.toMatchObject({ code: 'doctor.node', hint: expect.stringContaining('20.18.1') })
  })
})

describe('the configuration', () => {
  it('is open to others: a warning with the commands that close it', async () => {
    const tenant = await logtoTenant({ publishes: documents() })
    const ann = person()
    await addProfile(ann, 'work', { endpoint: tenant.endpoint })
    chmodSync(config(ann), 0o644)
    const { ended, unwell, checks } = await doctor(ann)
    expect({ unwell, code: ended.code }).toEqual({ unwell: { configuration: 'warning' }, code: 0 })
    expect(checks.configuration).toMatchObject({
      message: `others can open ${config(ann)} (mode 644)`,
      hint: `chmod 600 '${config(ann)}'`,
    })
    expect(checks.tenant?.message).toMatch(/^profile work \(default profile\), a machine-to-machine application at/)
    chmodSync(join(ann.home, 'config', 'logto-cli', 'credentials.json'), 0o640)
    const open = await doctor(ann)
    expect(open.ended.code).toBe(3)
    expect(open.unwell).toMatchObject({
      configuration: 'warning',
      keychain: 'failed',
      token: 'skipped',
      role: 'skipped',
    })
    expect(open.unwell).not.toHaveProperty('drift')
  })

  it('is damaged: said once; credentials of the environment do not need it', async () => {
    const tenant = await logtoTenant({ publishes: documents() })
    const ann = person()
    await addProfile(ann, 'work', { endpoint: tenant.endpoint })
    writeFileSync(config(ann), '{"version": 1,')
    const { ended, unwell, checks } = await doctor(ann)
    expect(ended.code).toBe(2)
    expect(unwell).toMatchObject({ configuration: 'failed', tenant: 'skipped', proxy: 'skipped', drift: 'skipped' })
    expect(checks.tenant?.message).toBe('needs configuration')
    const { unwell: others } = await doctor(ann, '', { env: machineAt(tenant.endpoint) })
    expect(others).toEqual({ configuration: 'failed' })
  })

  it('is empty: no tenant is chosen, and what does not need one is examined', async () => {
    const { ended, unwell, checks } = await doctor(person())
    expect(ended.code).toBe(3)
    expect(unwell).toMatchObject({ tenant: 'failed', keychain: 'skipped', dns: 'skipped', drift: 'skipped' })
    expect(checks.configuration?.message).toMatch(/^no profiles yet/)
    expect(checks.tenant?.hint).toContain('logto login')
  })
})

describe('a project file', () => {
  it('that decides is told, with what it decides', async () => {
    const tenant = await logtoTenant({ publishes: documents() })
    const ann = person()
    await addProfile(ann, 'work', { endpoint: tenant.endpoint })
    await addProfile(ann, 'other', { endpoint: 'https://other.test' })
    const cwd = join(ann.home, 'project')
    mkdirSync(cwd)
    writeFileSync(join(cwd, '.logtorc'), 'profile: work\nreadOnly: true\n')
    const { ended, unwell, checks } = await doctor(ann, '', { cwd })
    expect({ unwell, code: ended.code }).toEqual({ unwell: {}, code: 0 })
    expect(checks.project?.message).toMatch(/\.logtorc chooses the profile work and refuses every write$/)
    expect(checks.tenant?.message).toContain('profile work (project file)')
    writeFileSync(join(cwd, '.logtorc'), 'endpoint: https://evil.test\n')
    const bad = await doctor(ann, '', { cwd })
    expect(bad.ended.code).toBe(2)
    expect(bad.unwell).toMatchObject({ project: 'failed', tenant: 'skipped' })
    expect(bad.checks.tenant?.message).toBe('needs project')
  })
})

describe('what is ignored', () => {
  it('is a warning', async () => {
    const tenant = await logtoTenant({ publishes: documents() })
    const env = machineAt(tenant.endpoint, { LOGTO_PROFILE: 'work' })
    const { checks, ended } = await doctor(person(), '', { env })
    expect(ended.code).toBe(0)
    expect(checks.tenant).toMatchObject({
      status: 'warning',
      message: expect.stringContaining('LOGTO_PROFILE is ignored'),
    })
  })
})

/** Makes a profile one of the keychain, which holds nothing of it. */
async function keychainProfile(ann: Person, endpoint: string): Promise<void> {
  await addProfile(ann, 'work', { endpoint })
  writeFileSync(config(ann), readFileSync(config(ann), 'utf8').replace('"storage": "file"', '"storage": "keychain"'))
}

describe('the keychain', () => {
  it('that is off stops only what needs it', async () => {
    const tenant = await logtoTenant({ publishes: documents() })
    const ann = person()
    await keychainProfile(ann, tenant.endpoint)
    const { ended, unwell, checks } = await doctor(ann, '', { env: { LOGTO_KEYCHAIN: 'off' } })
    expect(ended.code).toBe(3)
    expect(unwell).toEqual({ keychain: 'failed', token: 'skipped', api: 'skipped', role: 'skipped' })
    expect(checks.keychain?.hint).toContain('LOGTO_KEYCHAIN')
  })

  describe.skipIf(secretServiceNeed.lacking)(`with a Secret Service${secretServiceNeed.note}`, () => {
    let service: SecretService
    let env: Record<string, string>
    beforeEach(async () => {
      service = await SecretService.open()
      const { DBUS_SESSION_BUS_ADDRESS = '', XDG_RUNTIME_DIR = '' } = service.env
      env = { DBUS_SESSION_BUS_ADDRESS, XDG_RUNTIME_DIR }
    })
    afterEach(() => service.close())

    it('opens; one that hangs or is not there is told, and the report is whole', async () => {
      const tenant = await logtoTenant({ publishes: documents() })
      const ann = person()
      await service.start('unlocked')
      const login = `login -p work --endpoint ${tenant.endpoint} --client-id machine --client-secret-stdin`
      expect(await ann.logto(login, { env, input: machineSecret })).toMatchObject({ code: 0 })
      const fine = await doctor(ann, '', { env })
      expect(fine).toMatchObject({ unwell: {}, checks: { keychain: { status: 'ok', message: 'it opens' } } })
      service.freeze()
      const stuck = await doctor(ann, '', { env })
      await service.stop()
      const gone = await doctor(ann, '', { env })
      for (const { unwell, ended } of [stuck, gone]) {
        expect(ended).toMatchObject({ code: 3, signal: null })
        expect(unwell).toEqual({ keychain: 'failed', token: 'skipped', api: 'skipped', role: 'skipped' })
      }
      expect(stuck.checks.keychain?.message).toContain('did not answer')
      expect(gone.checks.keychain?.message).toContain('no program offers')
    })
  })
})

describe('the report', () => {
  it('is rows in the other formats, and can be chosen from', async () => {
    const tenant = await logtoTenant({ publishes: documents() })
    const ann = person()
    const env = machineAt(tenant.endpoint)
    const [table, csv, jsonl, query] = await Promise.all([
      ann.logto('doctor', { env }),
      ann.logto('doctor -o csv --columns name,status', { env }),
      ann.logto('doctor -o jsonl', { env }),
      ann.logto(['doctor', '--json', '--query', "checks[?name=='drift'].details.programLacks[]"], { env }),
    ])
    expect(table?.stdout).toMatch(/^name\tstatus\tmessage\thint\nnode\tok\tNode /)
    expect(csv?.stdout).toMatch(/^name,status\nnode,ok\nconfiguration,ok\n/)
    expect(
      jsonl?.stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).name),
    ).toHaveLength(15)
    expect(query?.stdout).toBe('[]\n')
  })

  it('is that of each example of the help', async () => {
    const tenant = await logtoTenant({ publishes: documents() })
    const ann = person()
    await addProfile(ann, 'work', { endpoint: tenant.endpoint })
    const examples = examplesOf('doctor')
    expect(examples.length).toBeGreaterThan(1)
    const ended = await Promise.all(examples.map((line) => shell(line, ann.home)))
    for (const [i, { code, stdout }] of ended.entries()) {
      expect({ line: examples[i], code, stdout }).toMatchObject({ code: 0, stdout: expect.stringMatching(/\S/) })
    }
  })

  it.skipIf(terminalNeed.lacking)(
    `on a terminal is a line for each check and its remedy, in colour, within the width${terminalNeed.note}`,
    async () => {
      const tenant = await logtoTenant({ publishes: documents() })
      const ann = person()
      const env = { ...machineAt(tenant.endpoint), LOGTO_CLIENT_ID: 'no-role', LOGTO_CLIENT_SECRET: 'another-secret' }
      const sick = await onTerminal('logto doctor', { home: ann.home, env })
      const lines = linesOf(sick)
      expect(lines[0]).toMatch(/^✓ node {11}Node \d/)
      expect(lines.join('\n')).toMatch(/\n✗ role {11}Forbidden.*\n {17}→ the token lacks the scope all/)
      expect(lines.join('\n')).toMatch(/\n– keychain {7}not needed/)
      expect(lines.join('\n')).toMatch(/\nError: 1 of 15 checks failed: role\n/)
      for (const line of lines) expect(line.length).toBeLessThanOrEqual(80)
      expect(sick.screen).toContain('\u001b[31m✗')
      expect(sick.code).toBe(3)
      const well = await onTerminal('logto doctor --no-color', { home: ann.home, env: machineAt(tenant.endpoint) })
      expect(linesOf(well).join('\n')).toMatch(/\n\nAll is well\.\n/)
      expect(well.screen).not.toContain('\u001b[3')
      expect(well.code).toBe(0)
    },
  )

  it('is given up at Ctrl-C, without a word', async () => {
    let asked = () => {}
    const hanging = new Promise<void>((resolve) => {
      asked = resolve
    })
    const server = await scripted(() => {
      asked()
      return undefined
    })
    const { child, finished } = server.begin(['doctor', '--json'])
    await hanging
    child.kill('SIGINT')
    expect(await finished).toMatchObject({ code: 130, signal: null, stdout: '', stderr: '' })
  })
})
