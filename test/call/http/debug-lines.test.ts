import { describe, expect, it } from 'vitest'
import { safeLine } from '../../../src/call/http/debug-lines.js'
import type { OutgoingRequest, SendOptions } from '../../../src/call/http/exchange.js'
import { send, serve } from './loopback-server.js'

/** Sends a request and gives all that was said about it. */
async function said(request: Partial<OutgoingRequest> & { url: URL }, options: Partial<SendOptions> = {}) {
  const lines: string[] = []
  await send(request, { ...options, onDebug: (line) => lines.push(line) }).catch(() => {})
  return lines
}

const json = (text: string) => ({ kind: 'text', text, contentType: 'application/json' }) as const

it('say method, URL, headers, body, status, time and request id', async () => {
  const url = await serve((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'logto-core-request-id': 'r1' }).end('{"id":"u1"}')
  })
  const lines = await said({ method: 'POST', url: new URL('api/users?page=1', url), body: json('{"name":"Ann"}') })
  expect(lines).toContain(`> POST ${url.href}api/users?page=1`)
  expect(lines).toContain('> user-agent: logto-test/1')
  expect(lines).toContain('> {"name":"Ann"}')
  expect(lines).toContainEqual(expect.stringMatching(/^< 200 \(\d+ ms, request id r1\)$/))
  expect(lines).toContain('< {"id":"u1"}')
})

it('say failures and repetitions', async () => {
  const url = await serve((request) => request.socket.destroy())
  const lines = await said({ url }, { retries: 1 })
  expect(lines.filter((line) => line.startsWith('!'))).toEqual([
    expect.stringMatching(/^! 127\.0\.0\.1:\d+ closed the connection before it answered \(\d+ ms\)$/),
    expect.stringMatching(/^! trying again in \d+ ms \(try 2 of 2\)$/),
    expect.stringMatching(/^! 127\.0\.0\.1:\d+ closed the connection before it answered \(\d+ ms\)$/),
  ])
})

describe('hide', () => {
  it('secret headers, both ways', async () => {
    const url = await serve((_request, response) => {
      response.writeHead(200, { 'set-cookie': ['a=HIDE1', 'b=HIDE2'], 'x-hook-secret': 'HIDE3' }).end()
    })
    const headers = {
      Authorization: 'Bearer HIDE4',
      cookie: 'c=HIDE5',
      'x-api-key': 'HIDE6',
      'x-own': 'HIDE7',
      'x-open': 'shown',
    }
    const lines = await said({ url, headers, secretHeaders: ['x-own'] })
    expect(lines.join('\n')).not.toContain('HIDE')
    expect(lines).toContain('> authorization: …')
    expect(lines).toContain('> x-open: shown')
    expect(lines.filter((line) => line === '< set-cookie: …')).toHaveLength(2)
  })

  it('what webhooks and connectors name themselves, and may be a credential', async () => {
    const hook = { config: { url: 'https://shown.example', headers: { 'X-Tenant': 'HIDE1', 'X-Client-Id': 'HIDE2' } } }
    const connector = {
      config: { clientId: 'shown-id', scope: 'shown-scope', pepper: 'HIDE3', more: { of: ['HIDE4'] } },
    }
    const url = await serve((_request, response) => response.end(JSON.stringify([hook, connector])))
    const lines = (await said({ method: 'PATCH', url, body: json(JSON.stringify(connector)) })).join('\n')
    expect(lines).not.toContain('HIDE')
    for (const shown of ['https://shown.example', 'shown-id', 'shown-scope']) expect(lines).toContain(shown)
  })

  it('secrets of JSON bodies, both ways', async () => {
    const url = await serve((_request, response) => response.end('{"secret":"HIDE1","message":"no","code":"a.b"}'))
    const body = json('{"password":"HIDE2","config":{"auth":{"pass":"HIDE3"}},"name":"Ann"}')
    const lines = (await said({ method: 'POST', url, body })).join('\n')
    expect(lines).not.toContain('HIDE')
    expect(lines).toContain('"name":"Ann"')
    expect(lines).toContain('"code":"a.b"')
  })

  it('secrets of forms, queries and redirects', async () => {
    const url = await serve((_request, response) => {
      response.writeHead(302, { location: 'https://app.example/cb?code=HIDE1&state=shown#id_token=HIDE2' }).end()
    })
    const text = 'grant_type=x&client_id=shown&client_secret=HIDE3&code=HIDE4&refresh_token=HIDE5'
    const lines = await said({
      method: 'POST',
      url: new URL('?one_time_token=HIDE6&page=2', url),
      body: { kind: 'text', text, contentType: 'application/x-www-form-urlencoded' },
    })
    expect(lines.join('\n')).not.toContain('HIDE')
    expect(lines).toContain('> grant_type=x&client_id=shown&client_secret=…&code=…&refresh_token=…')
    expect(lines).toContain('< location: https://app.example/cb?code=…&state=shown#id_token=…')
    expect(lines).toContain(`> POST ${url.href}?one_time_token=…&page=2`)
  })

  it('each known secret wherever it turns up', async () => {
    const secret = 'p"ä s/1'
    const url = await serve((_request, response) => response.writeHead(500).end(`<b>${secret}</b>`))
    const body = json(JSON.stringify({ note: `it is ${secret}` }))
    const query = new URLSearchParams({ q: secret, r: encodeURIComponent(secret) })
    const lines = await said({ method: 'PUT', url: new URL(`?${query}`, url), body }, { secrets: ['', secret] })
    const all = lines.join('\n')
    for (const spelling of [secret, 'p\\"ä s/1', encodeURIComponent(secret), 'p%22%C3%A4+s%2F1']) {
      expect(all).not.toContain(spelling)
    }
    expect(all).toContain('it is …')
    expect(all).toContain('<b>…</b>')
  })

  it('the content of a file, not its name', async () => {
    const url = await serve((_request, response) => response.end())
    const lines = await said({ method: 'POST', url, body: { kind: 'file', path: 'package.json', field: 'file' } })
    expect(lines).toContain('> (the file package.json as the field file)')
  })
})

it('are short for long texts, and harmless on a terminal', async () => {
  const url = await serve((_request, response) => response.end(`\u001b[31m${'x'.repeat(5000)}`))
  const line = (await said({ url })).at(-1) ?? ''
  expect(line.length).toBeLessThan(600)
  expect(line).toMatch(/^< \\u001b\[31mx+… \(5005 characters\)$/)
  expect(safeLine('a\u009bb\u202ec\nd\u007f', [])).toBe('a\\u009bb\\u202ec\\u000ad\\u007f')
})

it('longer secrets go first', () => {
  expect(safeLine('abcdef abc', ['abc', 'abcdef'])).toBe('… …')
})
