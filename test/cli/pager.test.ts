/** The person's pager: for what is longer than the screen, on a terminal alone. */

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { chosenPager } from '../../src/call/output/pager.js'
import { tenant } from './tenant.js'
import { linesOf, onTerminal, terminalNeed } from './terminal.js'

describe('the pager', () => {
  it.each([
    [{}, undefined],
    [{ PAGER: 'less -S' }, 'less -S'],
    [{ PAGER: 'less', LOGTO_PAGER: "sh -c 'more'" }, "sh -c 'more'"],
    [{ PAGER: 'less', LOGTO_PAGER: '' }, undefined],
    [{ PAGER: 'less', LOGTO_PAGER: 'cat' }, undefined],
    [{ PAGER: 'less', TERM: 'dumb' }, undefined],
  ])('%o', (env, line) => {
    expect(chosenPager(env, true)).toBe(line)
    expect(chosenPager(env, false)).toBeUndefined()
  })
})

/** A tenant of as many users, and a pager that marks what it is given. */
async function paged(count: number, script = 'sed "s/^/> /"') {
  const rows = Array.from({ length: count }, (_, i) => ({ id: `u${i}`, name: `Name ${i}` }))
  const opened = await tenant(({ query }) => {
    const { page = 1, page_size: size = 20 } = Object.fromEntries(query)
    const at = (Number(page) - 1) * Number(size)
    return { body: rows.slice(at, at + Number(size)), headers: { 'Total-Number': String(count) } }
  })
  const file = join(opened.home, 'pager.sh')
  writeFileSync(file, `${script}\n`)
  const env = { LOGTO_ENDPOINT: opened.endpoint, LOGTO_ACCESS_TOKEN: 'a', PAGER: `sh '${file}'` }
  const show = async (line: string, more = {}) => {
    const session = await onTerminal(line, { home: opened.home, env: { ...env, ...more } })
    return { code: session.code, lines: linesOf(session).filter((text) => text !== '') }
  }
  return { ...opened, show, env }
}

describe.skipIf(terminalNeed.lacking)(`on a terminal${terminalNeed.note}`, () => {
  it('has what is longer than the screen; notices follow it', async () => {
    const { show } = await paged(50)
    const { code, lines } = await show('logto users list --limit 30')
    expect(code).toBe(0)
    expect(lines.filter((line) => line.startsWith('> '))).toHaveLength(31)
    expect(lines.at(-1)).toBe('showing 30 of 50: use --all')
  })

  it('has long help', async () => {
    const { show } = await paged(0)
    expect((await show('logto users update --help')).lines.every((line) => line.startsWith('>'))).toBe(true)
    expect((await show('logto help output')).lines.every((line) => line.startsWith('>'))).toBe(true)
    expect((await show('logto docs users update')).lines.every((line) => line.startsWith('>'))).toBe(true)
  })

  it.each([
    ['what fits', 'logto users list --page-size 10', {}],
    ['what goes elsewhere', 'logto users list --limit 40 | head -50', {}],
    ['anything with cat', 'logto users list --limit 40', { LOGTO_PAGER: 'cat' }],
  ])('has not %s', async (_, line, env) => {
    const { show } = await paged(50)
    const { code, lines } = await show(line, env)
    expect(code).toBe(0)
    expect(lines.length).toBeGreaterThanOrEqual(10)
    expect(lines.filter((text) => text.startsWith('>'))).toEqual([])
  })

  it('that is left early ends the program quietly, and what is left is not fetched', async () => {
    const { show, received } = await paged(100_000, 'head -3')
    const { code, lines } = await show('logto users list --all')
    expect(code).toBe(0)
    expect(lines).toHaveLength(3)
    expect(received.length).toBeLessThan(200)
  })

  it('that cannot be started is told, and everything is shown', async () => {
    const { show } = await paged(50)
    const { code, lines } = await show('logto users list --limit 30', { PAGER: '/nowhere/less' })
    expect(code).toBe(0)
    expect(lines[0]).toBe('the pager /nowhere/less cannot be started: check LOGTO_PAGER and PAGER')
    expect(lines.length).toBeGreaterThan(30)
  })

  it('that is away does not hide why a list stopped', async () => {
    const opened = await paged(50)
    const { show, close } = opened
    expect((await show('logto users list --limit 30')).code).toBe(0)
    close()
    const { code, lines } = await show('logto users list --limit 30 --retries 0')
    expect(code).toBe(7)
    expect(lines.join('\n')).toContain('refused the connection')
  })
})
