/** The program as a process: interruption, closed pipes, and what stands on its two outputs. */

import { describe, expect, it } from 'vitest'
import type { Script } from './server.js'
import { tenant } from './tenant.js'

const endless: Script = ({ query }) => {
  const page = Number(new Map(query).get('page') ?? 1)
  return {
    headers: { 'total-number': '1000000' },
    body: Array.from({ length: 100 }, (_, i) => ({ id: `u${page}-${i}`, name: 'x'.repeat(200) })),
  }
}

describe('Ctrl-C', () => {
  it('while waiting for an answer ends with 130, at once and without a word', async () => {
    let arrived = () => {}
    const waiting = new Promise<void>((resolve) => {
      arrived = resolve
    })
    const { begin } = await tenant(() => {
      arrived()
      return undefined
    })
    const { child, finished } = begin(['users', 'list'])
    await waiting
    const at = Date.now()
    child.kill('SIGINT')
    const ended = await finished
    expect(Date.now() - at).toBeLessThan(1000)
    expect(ended).toMatchObject({ code: 130, signal: null, stdout: '', stderr: '' })
  })

  it('while waiting between two tries ends with 130 as well', async () => {
    let arrived = () => {}
    const waiting = new Promise<void>((resolve) => {
      arrived = resolve
    })
    const { begin, received } = await tenant(() => {
      setTimeout(arrived, 200)
      return { status: 429, headers: { 'retry-after': '30' }, body: { code: 'x', message: 'y' } }
    })
    const { child, finished } = begin(['users', 'list'])
    await waiting
    const at = Date.now()
    child.kill('SIGINT')
    expect((await finished).code).toBe(130)
    expect(Date.now() - at).toBeLessThan(1000)
    expect(received).toHaveLength(1)
  })

  it('in the middle of --all ends with 130, whatever was printed', async () => {
    const { begin } = await tenant(endless)
    const { child, finished } = begin(['users', 'list', '--all', '-o', 'jsonl'])
    await new Promise((resolve) => child.stdout?.once('data', resolve))
    child.kill('SIGINT')
    const ended = await finished
    expect(ended).toMatchObject({ code: 130, stderr: '' })
    for (const line of ended.stdout.trimEnd().split('\n')) JSON.parse(line)
  })
})

describe('a closed pipe', () => {
  it.each([
    ['a page', 'logto roles list | head -1'],
    ['a walk', 'logto users list --all -o jsonl | head -1'],
    ['help', 'logto users list --help | head -1'],
    ['nobody who reads', 'logto users list --all -o csv | true'],
  ])('%s: the program ends with 0 and says nothing', async (_, line) => {
    const long = Array.from({ length: 20_000 }, (_, i) => ({ id: `r${i}`, name: 'x'.repeat(100) }))
    const { shell } = await tenant((request, ...rest) =>
      request.path === '/api/roles' ? { body: long } : endless(request, ...rest),
    )
    const [program, reader] = line.split(' | ')
    const { stdout, stderr } = await shell(`{ ${program}; echo $? > code.txt; } | ${reader}; cat code.txt`)
    expect(stderr).toBe('')
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('0')
  })
})

describe('the two outputs', () => {
  it.each(['json', 'jsonl', 'yaml', 'csv'])('in %s every line on stderr is one JSON object', async (format) => {
    const list = await tenant({ body: [], headers: { 'total-number': '500' } })
    const bad = await tenant({ status: 400, body: { code: 'x', message: 'Line one.\nLine two.', details: 'a\nb' } })
    for (const line of [
      ['users', 'list', '--search', 'x'],
      ['users', 'list', '--all'],
      ['users', 'update-personal-access-token-by-path', 'u', 'n', '--name', 'x'],
      ['users', 'update', 'u', '--nonsense'],
      ['nonsense'],
    ]) {
      for (const { logto } of [list, bad]) {
        const { stderr } = await logto([...line, '-o', format])
        const lines = stderr.split('\n').filter((text) => text !== '')
        for (const text of lines) expect(Object.keys(JSON.parse(text) as object)).toHaveLength(1)
      }
    }
  })

  it('a table in a pipe is tab-separated, whole and raw', async () => {
    const long = 'x'.repeat(500)
    const { logto } = await tenant({
      body: [{ id: 'u1', username: `a\tb\n${long}`, primaryEmail: null, createdAt: 1 }],
    })
    const { stdout } = await logto(['users', 'list', '--columns', 'id,username,primaryEmail,createdAt'])
    expect(stdout).toBe(`id\tusername\tprimaryEmail\tcreatedAt\nu1\ta\\tb\\n${long}\t\t1\n`)
  })

  it('text answers print as they are, and as a JSON string in json', async () => {
    const xml = '<a>\n <b/>\n</a>'
    const { logto } = await tenant({ headers: { 'content-type': 'text/xml;charset=utf-8' }, body: xml })
    expect((await logto(['saml-apps', 'get-metadata', 's1'])).stdout).toBe(xml)
    expect(JSON.parse((await logto(['saml-apps', 'get-metadata', 's1', '--json'])).stdout)).toBe(xml)
  })

  it('a documented redirect is an answer', async () => {
    const location = 'https://idp.example/x?y=1'
    const { logto } = await tenant({ status: 302, headers: { location } })
    const line = ['saml-apps', 'authn-redirect', 's1', '--saml-request', 'x']
    const json = await logto([...line, '--json'])
    expect({ code: json.code, stderr: json.stderr }).toEqual({ code: 0, stderr: '' })
    expect(JSON.parse(json.stdout)).toEqual({ success: true, status: 302, location })
    expect(await logto(line)).toMatchObject({ code: 0, stdout: `${location}\n`, stderr: '' })
  })
})
