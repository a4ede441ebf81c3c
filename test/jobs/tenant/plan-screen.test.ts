/** The plan as people see it. */

import { expect, it } from 'vitest'
import { linesOf, onTerminal, terminalNeed } from '../../cli/terminal.js'
import { shopWorkshop, withValues } from './workshop.js'

async function changedShop() {
  const shop = await shopWorkshop()
  await shop.logto(withValues('apply', 'shop', '--yes', '--delete', '--max-deletes', '50'))
  shop.edit('shop/files/access-token.js', (text) => text.replace('Hello', 'Good day'))
  shop.edit('shop/files/sign-in.css', (text) => `${text}a {\n  color: red;\n}\n`)
  shop.edit('shop/roles.yaml', (text) =>
    text
      .replace('orders refund:orders', 'stock write:stock')
      .replace('Stock keeper:\n  type: MachineToMachine', 'Stock keeper:\n  type: User')
      .replace('Customer:', 'Buyer:\n  renamedFrom: Customer'),
  )
  shop.edit('shop/applications.yaml', (text) =>
    text.replace('roles: [Stock keeper]', 'roles: []').replace(/Partner portal:[\s\S]*/, ''),
  )
  shop.edit('staging.yaml', (text) => text.replace('[https://staging.shop.example.com/callback, ', '['))
  shop.edit('shop/sign-in-experience.yaml', (text) =>
    text.replace('logoUrl: https://static.shop.example.com/logo.svg', 'logoUrl: null'),
  )
  shop.write('shop/custom-phrases.yaml', 'de:\n  action:\n    sign_in: Herein\nen:\n  action:\n    sign_in: Come in\n')
  return shop
}

it('shows what is created, changed and deleted, and how', { timeout: 120_000 }, async () => {
  const shop = await changedShop()
  const { stdout, code } = await shop.logto(withValues('diff', 'shop'))
  expect(code).toBe(9)
  expect(stdout).toMatchSnapshot()
  const data = await shop.logto(withValues('diff', 'shop', '--json', '--delete'))
  expect(JSON.parse(data.stdout)).toMatchSnapshot()
})

it.skipIf(terminalNeed.lacking)('fits a terminal of 80 and of 160 columns', { timeout: 120_000 }, async () => {
  const shop = await changedShop()
  for (const columns of [80, 160]) {
    const line = `cd '${shop.home}'; logto ${['tenant', ...withValues('diff', 'shop')].join(' ')}`
    const env = { LOGTO_ENDPOINT: shop.tenant.url, LOGTO_ACCESS_TOKEN: shop.tenant.token }
    const lines = linesOf(await onTerminal(line, { home: shop.home, env, columns }))
    expect(lines.some((text) => text.includes('~ change'))).toBe(true)
    // What ends the run is a sentence behind the plan.
    const plan = lines.slice(
      0,
      lines.findIndex((text) => text.startsWith('Not managed')),
    )
    expect(plan.filter((text) => [...text].length > columns)).toEqual([])
  }
})
