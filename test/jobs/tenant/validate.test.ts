/** Faults of files are found without a tenant, and named with file, line and column. */

import { describe, expect, it } from 'vitest'
import { shopWorkshop, type Workshop, workshop } from './workshop.js'

async function faultsOf(shop: Workshop, ...words: string[]): Promise<string> {
  const { code, stderr, stdout } = await shop.logto(['validate', ...words], {
    env: { LOGTO_ENDPOINT: '', LOGTO_ACCESS_TOKEN: '' },
  })
  expect(code === 0 ? stdout : stderr).not.toBe('')
  return code === 0 ? '' : stderr
}

describe('logto tenant validate', () => {
  it('finds no fault in the example', { timeout: 30_000 }, async () => {
    const shop = await shopWorkshop()
    expect(await faultsOf(shop, 'shop', '--vars', 'staging.yaml')).toBe('')
    expect(await faultsOf(shop, 'permissions.yaml')).toBe('')
  })

  it('names an undefined variable', { timeout: 30_000 }, async () => {
    const shop = await shopWorkshop()
    expect(await faultsOf(shop, 'shop')).toMatch(
      /applications\.yaml:5:24: the variable SHOP_REDIRECT_URIS is not defined/,
    )
  })

  const one = (file: string, text: string, fault: RegExp) => ({ file, text, fault })
  it.each([
    one(
      'roles.yaml',
      'Editor:\n  descripton: x\n',
      /roles\.yaml:2:3: there is no property descripton; did you mean description\?/,
    ),
    one('roles.yaml', 'Editor:\n  type: user\n', /roles\.yaml:2:9: it cannot be "user"; did you mean User\?/),
    one('roles.yaml', 'Editor:\n  isDefault: 1\n', /roles\.yaml:2:14: it must be true or false, not a whole number/),
    one('roles.yaml', 'Editor: []\n', /roles\.yaml:1:1: Editor is no map/),
    one('roles.yaml', 'Editor: {}\nEditor: {}\n', /roles\.yaml:2:1: map keys must be unique/),
    one('roles.yaml', 'Editor:\n  scopes: [a b]\n  x: !env Y\n', /roles\.yaml:3:6: unresolved tag: !env/),
    one('roles.yaml', '', /roles\.yaml:1:1: it is empty: write \{\} if there shall be none/),
    one(
      'resources.yaml',
      'https://a:\n  scopes:\n    read x: {}\n',
      /resources\.yaml:3:5: the scope read x has a blank/,
    ),
    one('resources.yaml', 'https://a:\n  scopes: null\n', /resources\.yaml:2:3: scopes is no map/),
    one('roels.yaml', '{}\n', /roels\.yaml:1:1: no kind has a file of this name; did you mean roles\.yaml\?/),
    one(
      'sign-in-experience.yaml',
      'color:\n  primaryColour: "#fff"\n',
      /sign-in-experience\.yaml:2:3: there is no property primaryColour; did you mean primaryColor\?/,
    ),
    one(
      'sign-in-experience.yaml',
      'customCss: !file ../x.css\n',
      /sign-in-experience\.yaml:1:18: \.\.\/x\.css is outside of the folder/,
    ),
    one(
      'custom-profile-fields.yaml',
      'size:\n  type: Select\n  required: true\n  config:\n    format: x\n',
      /custom-profile-fields\.yaml:5:5: there is no property format/,
    ),
    one(
      'hooks.yaml',
      'H:\n  events: [User.Creatd]\n',
      /hooks\.yaml:2:12: it cannot be "User\.Creatd"; did you mean User\.Created\?/,
    ),
    one(
      'organization-template.yaml',
      'role: {}\n',
      /organization-template\.yaml:1:1: there is no role here; did you mean roles\?/,
    ),
    one('roles.yaml', 'A:\n  scopes: &s [*s]\n', /roles\.yaml:2:15: its aliases have no end/),
    one(
      'roles.yaml',
      `x: &x0 [1]\n${Array.from({ length: 9 }, (_, i) => `x${i}: &x${i + 1} [${Array(10).fill(`*x${i}`)}]\n`).join('')}`,
      /roles\.yaml:2:10: its aliases have no end/,
    ),
  ])('$text', { timeout: 30_000 }, async ({ file, text, fault }) => {
    const shop = await workshop()
    shop.write('t/tenant.yaml', 'version: 1\n')
    shop.write(`t/${file}`, text)
    expect(await faultsOf(shop, 't')).toMatch(fault)
  })

  it('takes an alias for what it stands for, however often', { timeout: 30_000 }, async () => {
    const shop = await workshop()
    shop.write('t/tenant.yaml', 'version: 1\n')
    const many = Array.from({ length: 300 }, (_, i) => `R${i}: *a\n`).join('')
    shop.write('t/roles.yaml', `A: &a { description: d, type: User }\nB: *a\n${many}`)
    expect((await shop.logto(['validate', 't'])).code).toBe(0)
    expect((await shop.logto(['diff', 't'])).stdout).toMatch(/create B\n {6}description: "d"\n/)
  })

  it('finds references to what the files do not have', { timeout: 30_000 }, async () => {
    const shop = await shopWorkshop()
    shop.edit('shop/roles.yaml', (text) => text.replace('orders refund:orders', 'orders refund:order'))
    shop.edit('shop/applications.yaml', (text) => text.replace('[Stock keeper]', '[Stock keper]'))
    const faults = await faultsOf(shop, 'shop', '--vars', 'staging.yaml')
    expect(faults).toMatch(
      /roles\.yaml:10:3: scopes names .*refund:order, which the files do not have; did you mean .*refund:orders\?/,
    )
    expect(faults).toMatch(/applications\.yaml:26:3: roles names Stock keper, .*did you mean Stock keeper\?/)
  })
})
