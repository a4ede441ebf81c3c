/** Whole numbers beyond 2^53: the files and the plan keep their digits. Logto stores doubles, which an apply says. */

import { expect, it } from 'vitest'
import { workshop } from './workshop.js'

const files = (n: string, list: string) => `Big:
  type: SPA
  oidcClientMetadata: { redirectUris: [], postLogoutRedirectUris: [] }
  customData:
    n: ${n}
    small: 7
    list: [${list}, 1]
    inner: [{ id: ${n} }]
`

it('are shown and kept in a plan, and what Logto makes of them is told', { timeout: 90_000 }, async () => {
  const { logto, write, read, tenant } = await workshop()
  const stored = Number('12345678901234567890')
  await tenant.call('POST', '/api/applications', {
    name: 'Big',
    type: 'SPA',
    oidcClientMetadata: { redirectUris: [], postLogoutRedirectUris: [] },
    customData: {
      n: stored,
      small: 7,
      list: [9007199254740992, 1],
      inner: [{ id: stored }],
    },
  })
  write('t/tenant.yaml', 'version: 1\n')
  write('t/applications.yaml', files('12345678901234567891', '9007199254740993'))

  const differs = await logto(['diff', 't', '--out', 'plan.json'])
  expect(differs.code).toBe(9)
  for (const line of [
    'customData.n: 12345678901234567000 -> 12345678901234567891',
    '- 9007199254740992',
    '+ 9007199254740993',
    '- {"id":12345678901234567000}',
    '+ {"id":12345678901234567891}',
  ]) {
    expect(differs.stdout).toContain(line)
  }
  expect(differs.stdout).not.toContain('small')
  expect((await logto(['diff', 't', '--json'])).stdout).toContain('"after": 12345678901234567891')
  expect(read('plan.json')).toContain('"n": 12345678901234567891')

  const applied = await logto(['apply', 'plan.json', '--yes'])
  expect(applied).toMatchObject({
    code: 8,
    stderr: expect.stringContaining('not as written: applications Big: customData.n'),
  })

  expect((await logto(['pull', 'pulled'])).code).toBe(0)
  expect(read('pulled/applications.yaml')).toContain('n: 12345678901234567000')
  expect((await logto(['diff', 'pulled'])).code).toBe(0)
  expect((await logto(['pull', 'pulled'])).stderr).toContain('pulled is as the tenant is')
})

it('are whole in the values of variables', { timeout: 60_000 }, async () => {
  const { logto, write } = await workshop()
  write('t/tenant.yaml', 'version: 1\n')
  write('t/applications.yaml', files('!var LONG', '1'))
  write('vars.yaml', 'LONG: 12345678901234567891\n')
  const { stdout } = await logto(['diff', 't', '--vars', 'vars.yaml'])
  expect(stdout).toContain('customData.n: 12345678901234567891')
})
