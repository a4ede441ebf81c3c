/** A configuration goes from files to a tenant, back into files, and to another tenant: it stays the same. */

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { referenceFolder, skipReason } from '../../openapi/reference.js'
import { replay } from './replay-server.js'
import { filesIn, shopWorkshop, withValues, workshop } from './workshop.js'

const samples = join(referenceFolder, 'samples', 'tenant', 'rich')

/** Without the address that the files were pulled from. */
function contents(folder: string): Record<string, string> {
  const { 'tenant.yaml': _, ...files } = filesIn(folder)
  return files
}

describe('the example', () => {
  it('is applied, comes back as it went, and is then the same', { timeout: 120_000 }, async () => {
    const { logto, home, another, read } = await shopWorkshop()
    expect((await logto(withValues('apply', 'shop', '--yes', '--delete', '--max-deletes', '50'))).code).toBe(0)
    const again = await logto(withValues('diff', 'shop', '--delete'))
    expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining('Nothing differs') })

    const pulled = await logto(['pull', 'first', '--with-secrets', 'own.yaml'])
    expect(pulled.code).toBe(0)
    expect(read('own.yaml')).toContain('made-up-google-secret')
    const other = await another()
    const words = ['apply', 'first', '--secrets', 'own.yaml', '--delete', '--max-deletes', '50', '--yes']
    expect(await logto(words, { on: other })).toMatchObject({ code: 0 })
    expect((await logto(['pull', 'second'], { on: other })).code).toBe(0)
    expect(contents(join(home, 'second'))).toEqual(contents(join(home, 'first')))
    expect(await logto(['diff', 'first', '--delete'], { on: other })).toMatchObject({ code: 0 })
    expect(await logto(words, { on: other })).toMatchObject({ code: 0, stdout: 'Nothing differs\n' })
  })

  it('never writes a secret, and pulls the same bytes twice', { timeout: 60_000 }, async () => {
    const { logto, home } = await shopWorkshop()
    const applied = await logto(withValues('apply', 'shop', '--yes', '--debug'))
    const diffed = await logto(withValues('diff', 'shop', '--delete', '--json', '--out', 'plan.json'))
    expect((await logto(['pull', 'files'])).code).toBe(0)
    const before = filesIn(join(home, 'files'))
    expect((await logto(['pull', 'files'])).code).toBe(0)
    expect(filesIn(join(home, 'files'))).toEqual(before)
    const { 'secrets.yaml': _, ...everything } = filesIn(home)
    const said = [applied, diffed].map(({ stdout, stderr }) => stdout + stderr)
    expect(`${Object.values(everything).join('\n')}${said.join('\n')}`).not.toContain('made-up-')
  })
})

describe.skipIf(!existsSync(samples))(`the recorded configuration${skipReason}`, () => {
  it('is read, applied to another tenant, and read the same', { timeout: 180_000 }, async () => {
    const recorded = await replay(samples)
    onTestFinished(recorded.close)
    const { logto, home, tenant } = await workshop()
    const from = {
      LOGTO_ENDPOINT: recorded.url,
      LOGTO_CLIENT_ID: 'x',
      LOGTO_CLIENT_SECRET: 'y',
      LOGTO_ACCESS_TOKEN: '',
    }
    const pulled = await logto(['pull', 'rich', '--with-secrets', 'own.yaml'], { env: from })
    expect(pulled).toMatchObject({ code: 0 })
    expect(recorded.strange).toEqual([])
    expect(await logto(['diff', 'rich', '--secrets', 'own.yaml', '--delete'], { env: from })).toMatchObject({ code: 0 })
    const words = ['apply', 'rich', '--secrets', 'own.yaml', '--delete', '--max-deletes', '50', '--yes']
    expect(await logto(words)).toMatchObject({ code: 0, stderr: expect.stringMatching(/^\d+ of \d+ done\n$/) })
    expect(await logto(words)).toMatchObject({ code: 0, stdout: 'Nothing differs\n' })
    expect((await logto(['pull', 'back'])).code).toBe(0)
    expect(contents(join(home, 'back'))).toEqual(contents(join(home, 'rich')))
    expect(tenant.url).toBeTruthy()
  })
})
