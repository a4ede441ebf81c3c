/** `logto profiles …`: what is shown, and that secrets move and go with their profile. */

import { describe, expect, it } from 'vitest'
import { addProfile, person, secretsOf } from './person.js'

const endpoint = 'https://acme.logto.app'

async function withTwo() {
  const ann = person()
  await addProfile(ann, 'work', { endpoint, clientId: 'app1' }, { 'client-secret': 'work-secret' })
  await addProfile(
    ann,
    'home',
    { endpoint: 'http://localhost:3001', protected: true },
    { 'client-secret': 'home-secret' },
  )
  return ann
}

describe('profiles', () => {
  it('list shows all of them, and where their secrets are', async () => {
    const ann = await withTwo()
    const { code, stdout, stderr } = await ann.logto('profiles list --json')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(JSON.parse(stdout)).toMatchObject([
      { name: 'home', isDefault: false, storage: 'file', readOnly: false, protected: true },
      { name: 'work', isDefault: true, endpoint, kind: 'client', clientId: 'app1', storage: 'file' },
    ])
    expect(stdout).not.toMatch(/-secret/)
    expect((await ann.logto('profiles list')).stdout).toContain('work\ttrue\thttps://acme.logto.app\tclient\tfile')
    const none = await person().logto('profiles list --json')
    expect(none).toMatchObject({ code: 0, stdout: '[]\n' })
    expect(JSON.parse(none.stderr)).toEqual({ notice: expect.stringContaining('logto login') })
  })

  it('show shows one, the default one unless another is named', async () => {
    const ann = await withTwo()
    expect(JSON.parse((await ann.logto('profiles show --json')).stdout)).toMatchObject({ name: 'work' })
    expect(JSON.parse((await ann.logto('profiles show home --json')).stdout)).toMatchObject({ name: 'home' })
    const none = await person().logto('profiles show')
    expect(none).toMatchObject({ code: 2, stdout: '' })
    expect(none.stderr).toMatch(/no default profile\n.*logto login/)
  })

  it('use chooses the default', async () => {
    const ann = await withTwo()
    expect(await ann.logto('profiles use home')).toMatchObject({ code: 0, stdout: '' })
    expect(JSON.parse((await ann.logto('profiles show --json')).stdout)).toMatchObject({
      name: 'home',
      isDefault: true,
    })
  })

  it('rename keeps secrets, default and settings', async () => {
    const ann = await withTwo()
    expect(await ann.logto('profiles rename work production')).toMatchObject({ code: 0, stdout: '' })
    expect(ann.profileNames().sort()).toEqual(['home', 'production'])
    expect(secretsOf(ann, 'production')).toEqual({ 'client-secret': 'work-secret' })
    expect(JSON.parse((await ann.logto('profiles show --json')).stdout)).toMatchObject({ name: 'production' })
    const taken = await ann.logto('profiles rename production home')
    expect(taken).toMatchObject({ code: 2 })
    expect(taken.stderr).toMatch(/there is a profile home already\n.*logto profiles remove home/)
    expect(ann.profileNames().sort()).toEqual(['home', 'production'])
  })

  it('remove deletes the secrets too, and asks', async () => {
    const ann = await withTwo()
    const asked = await ann.logto('profiles remove work')
    expect(asked).toMatchObject({ code: 2 })
    expect(asked.stderr).toContain('--yes')
    expect(ann.profileNames()).toHaveLength(2)
    expect(await ann.logto('profiles remove work --yes')).toMatchObject({ code: 0, stdout: '' })
    expect(ann.profileNames()).toEqual(['home'])
    expect(ann.files().filter(({ text }) => text.includes('work-secret'))).toEqual([])
    const next = await ann.logto('users list')
    expect(next).toMatchObject({ code: 3 })
    expect(next.stderr).toContain('no tenant is chosen')
  })

  it('set marks, and unmarks', async () => {
    const ann = await withTwo()
    expect(await ann.logto('profiles set work --read-only --protected')).toMatchObject({ code: 0 })
    expect(ann.profile('work')).toMatchObject({ readOnly: true, protected: true })
    expect(await ann.logto('profiles set work --no-read-only')).toMatchObject({ code: 0 })
    expect(ann.profile('work')).not.toHaveProperty('readOnly')
    expect(ann.profile('work')).toMatchObject({ protected: true })
    const nothing = await ann.logto('profiles set work')
    expect(nothing).toMatchObject({ code: 2 })
    expect(nothing.stderr).toMatch(/nothing to change.*\n.*--read-only, --protected, --console or --storage/)
  })

  it('set --storage keychain moves nothing where there is none', async () => {
    const ann = await withTwo()
    const before = ann.files()
    const ended = await ann.logto('profiles set work --storage keychain', { env: { LOGTO_KEYCHAIN: 'off' } })
    expect(ended).toMatchObject({ code: 3 })
    expect(ended.stderr).toContain('LOGTO_KEYCHAIN')
    expect(ann.files()).toEqual(before)
  })

  it.each([
    'show wrok',
    'use wrok',
    'rename wrok x',
    'remove wrok --yes',
    'set wrok --read-only',
  ])('%s names the nearest there is', async (line) => {
    const ann = await withTwo()
    const ended = await ann.logto(`profiles ${line}`)
    expect(ended).toMatchObject({ code: 2, stdout: '' })
    expect(ended.stderr).toMatch(/there is no profile wrok\ndid you mean work\?/)
  })

  it.each(['__proto__', 'a/b', '../x', '.hidden', 'a'.repeat(65)])('%s cannot be a name', async (name) => {
    const ann = await withTwo()
    const ended = await ann.logto(['profiles', 'rename', 'work', name])
    expect(ended).toMatchObject({ code: 2 })
    expect(ended.stderr).toContain('cannot be the name of a profile')
    expect(ann.profileNames().sort()).toEqual(['home', 'work'])
  })
})
