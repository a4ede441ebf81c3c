import { describe, expect, it } from 'vitest'
import { chooseSource } from '../../../src/access/profiles/choose-profile.js'
import type { Configuration } from '../../../src/access/profiles/profile.js'
import type { ProjectFile } from '../../../src/access/profiles/project-file.js'
import { sampleProfile } from './sample-profile.js'

const configuration: Configuration = {
  version: 1,
  defaultProfile: 'home',
  profiles: {
    home: sampleProfile({ id: 'home' }),
    work: sampleProfile({ id: 'work', endpoint: 'https://work.test' }),
    safe: sampleProfile({ id: 'safe', readOnly: true }),
    prod: sampleProfile({ id: 'prod', protected: true }),
    plain: sampleProfile({ id: 'plain', endpoint: 'http://10.0.0.1:3001', insecureHttp: true }),
  },
}
const credentials = { LOGTO_ENDPOINT: 'https://env.test', LOGTO_ACCESS_TOKEN: 't' }
const project = (parts: Partial<ProjectFile>): ProjectFile => ({ path: '/repo/.logtorc', ...parts })

interface Given {
  flag?: string
  endpoint?: string
  env?: NodeJS.ProcessEnv
  project?: ProjectFile
  isOpen?: boolean
  config?: () => Promise<Configuration>
}
const choose = ({ flag, endpoint, env = {}, project, isOpen = false, config = async () => configuration }: Given) =>
  chooseSource({ flag, endpoint, env, project, isOpen, config })

describe('the first that applies', () => {
  const all = { env: { ...credentials, LOGTO_PROFILE: 'work' }, project: project({ profile: 'safe' }) }

  it('is --profile, whatever the environment holds', async () => {
    expect(await choose({ ...all, flag: 'home' })).toMatchObject({
      source: { kind: 'profile', name: 'home', from: '--profile' },
      readOnly: [],
      notices: [],
    })
  })

  it('then the credentials of the environment, which say that LOGTO_PROFILE is ignored', async () => {
    expect(await choose(all)).toEqual({
      source: { kind: 'environment' },
      readOnly: [],
      notices: [expect.stringContaining('LOGTO_PROFILE is ignored')],
    })
  })

  it('then LOGTO_PROFILE', async () => {
    expect(await choose({ ...all, env: { LOGTO_PROFILE: 'work' } })).toMatchObject({
      source: { name: 'work', from: 'LOGTO_PROFILE' },
      notices: [],
    })
  })

  it('then the project file, which is named', async () => {
    expect(await choose({ project: all.project })).toMatchObject({
      source: { name: 'safe', from: 'project file' },
      notices: ['profile safe, chosen by /repo/.logtorc'],
    })
  })

  it('then the default profile', async () => {
    expect(await choose({ project: project({}) })).toMatchObject({
      source: { name: 'home', from: 'default profile' },
      notices: [],
    })
  })

  it('or nothing', async () => {
    const none = async (): Promise<Configuration> => ({ version: 1, profiles: {} })
    expect(await choose({ config: none })).toEqual({ source: { kind: 'none' }, readOnly: [], notices: [] })
  })
})

describe('the credentials of the environment', () => {
  const fail = async (): Promise<Configuration> => {
    throw new Error('the configuration was read')
  }

  it.each([
    { LOGTO_ACCESS_TOKEN: 't' },
    { LOGTO_CLIENT_ID: 'i', LOGTO_CLIENT_SECRET: 's' },
    { LOGTO_AUTH: 'i:s' },
    { LOGTO_USER_TOKEN: 'u' },
    // Half a pair is a mistake to be told of, and no reason to act on another tenant.
    { LOGTO_CLIENT_ID: 'i' },
    { LOGTO_CLIENT_SECRET: 's' },
  ])('%j beside LOGTO_ENDPOINT are enough: no configuration is read', async (env) => {
    const choice = await choose({ env: { LOGTO_ENDPOINT: 'https://env.test', ...env }, config: fail })
    expect(choice.source).toEqual({ kind: 'environment' })
  })

  it('without LOGTO_ENDPOINT are never sent to a profile’s host, and said to be ignored', async () => {
    expect(await choose({ env: { LOGTO_CLIENT_ID: 'i', LOGTO_CLIENT_SECRET: 's' } })).toMatchObject({
      source: { name: 'home' },
      notices: [expect.stringContaining('LOGTO_CLIENT_ID is ignored')],
    })
  })

  it('that are empty are none', async () => {
    const env = { LOGTO_ENDPOINT: '', LOGTO_ACCESS_TOKEN: '', LOGTO_PROFILE: '' }
    expect(await choose({ env })).toMatchObject({ source: { name: 'home' } })
  })
})

describe('read-only', () => {
  it.each([
    ['the profile', { flag: 'safe' }, ['profile safe']],
    ['the project', { flag: 'home', project: project({ readOnly: true }) }, ['the project file']],
    ['both', { flag: 'safe', project: project({ readOnly: true }) }, ['the project file', 'profile safe']],
    [
      'the project, over the environment',
      { env: credentials, project: project({ readOnly: true }) },
      ['the project file'],
    ],
    ['neither', { flag: 'home' }, []],
  ])('by %s', async (_, given, readOnly) => {
    expect((await choose(given)).readOnly).toEqual(readOnly)
  })
})

describe('refused', () => {
  it('a protected profile that only a project chooses', async () => {
    await expect(choose({ project: project({ profile: 'prod' }) })).rejects.toMatchObject({
      code: 'config.protected_profile',
      exitCode: 3,
      message: '/repo/.logtorc chooses the profile prod, which is protected',
    })
    expect(await choose({ flag: 'prod', project: project({ profile: 'prod' }) })).toMatchObject({
      source: { name: 'prod' },
    })
  })

  it.each([
    ['--profile', { flag: 'gone' }],
    ['LOGTO_PROFILE', { env: { LOGTO_PROFILE: 'gone' } }],
    ['/repo/.logtorc', { project: project({ profile: 'gone' }) }],
  ])('a profile that is not there: %s is named', async (from, given) => {
    await expect(choose(given)).rejects.toMatchObject({
      code: 'config.unknown_profile',
      exitCode: 2,
      message: `${from}: there is no profile gone`,
    })
  })

  it.each([
    ['--endpoint', { flag: 'home', endpoint: 'https://work.test' }],
    ['--endpoint', { flag: 'home', endpoint: 'https://acme.logto.app:8443' }],
    ['LOGTO_ENDPOINT', { env: { LOGTO_ENDPOINT: 'https://work.test' } }],
    ['LOGTO_ENDPOINT', { flag: 'home', env: { LOGTO_ENDPOINT: 'https://work.test' } }],
  ])('%s of another host than the profile’s', async (from, given) => {
    await expect(choose(given)).rejects.toMatchObject({
      code: 'auth.mixed_tenants',
      exitCode: 3,
      message: expect.stringContaining(from),
    })
  })

  it.each<[Given]>([
    [{ endpoint: 'https://work.test' }],
    [{ env: { LOGTO_ENDPOINT: 'https://work.test' } }],
  ])('but where nothing of a profile’s is sent the default one gives way: %j', async (given) => {
    expect(await choose({ ...given, isOpen: true })).toMatchObject({ source: { kind: 'none' }, notices: [] })
    for (const named of [{ flag: 'home' }, { env: { ...given.env, LOGTO_PROFILE: 'home' } }]) {
      await expect(choose({ ...given, ...named, isOpen: true })).rejects.toMatchObject({ code: 'auth.mixed_tenants' })
    }
  })

  it('not the profile’s own address, however it is written, nor that of a source not in force', async () => {
    const own = { flag: 'home', endpoint: 'https://ACME.logto.app/' }
    expect(await choose(own)).toMatchObject({ source: { name: 'home' } })
    expect(await choose({ flag: 'home', env: credentials })).toMatchObject({ source: { name: 'home' } })
    expect(await choose({ flag: 'plain', endpoint: 'http://10.0.0.1:3001' })).toMatchObject({
      source: { name: 'plain' },
    })
  })
})
