import type { IncomingMessage, ServerResponse } from 'node:http'
import { describe, expect, it } from 'vitest'
import { backoff, retryAfterMs, waitAfter } from '../../../src/call/http/retry.js'
import { send, serve, serveRaw, unusedPort } from './loopback-server.js'

type Step = (response: ServerResponse, request: IncomingMessage) => unknown

/** A server that takes the next step with each request, and says how many it took. */
async function steps(...all: Step[]) {
  let count = 0
  const url = await serve((request, response) => {
    const step = all[count++]
    if (step === undefined) response.writeHead(599).end('one request too many')
    else step(response, request)
  })
  return { url, taken: () => count }
}

const status =
  (code: number, headers: Record<string, string> = {}, body = ''): Step =>
  (response) =>
    response.writeHead(code, headers).end(body)
const cut: Step = (_response, request) => request.socket.destroy()
const hang: Step = () => {}

describe('repeated', () => {
  it.each(['GET', 'HEAD', 'PUT', 'DELETE'] as const)('is %s on 502, 503 and 504', async (method) => {
    const server = await steps(status(502), status(503), status(504), status(200))
    expect(await send({ method, url: server.url }, { retries: 3 })).toMatchObject({ status: 200, tries: 4 })
  })

  it('is GET on a cut connection and on a timeout', async () => {
    const server = await steps(cut, hang, status(200))
    const answer = await send({ url: server.url }, { retries: 2, timeoutMs: 200 })
    expect(answer).toMatchObject({ status: 200, tries: 3, unclear: true })
  })

  it('is a POST on 429, after the seconds that the server asks for', async () => {
    const server = await steps(status(429, { 'retry-after': '1' }), status(201))
    const started = performance.now()
    expect(await send({ method: 'POST', url: server.url }, { retries: 1 })).toMatchObject({ status: 201, tries: 2 })
    expect(performance.now() - started).toBeGreaterThanOrEqual(990)
  })

  it('is a POST on 429, after the date that the server asks for', async () => {
    const until = new Date(Date.now() + 2000).toUTCString()
    const server = await steps(status(429, { 'retry-after': until }), status(201))
    const started = performance.now()
    expect(await send({ method: 'POST', url: server.url }, { retries: 1 })).toMatchObject({ status: 201, tries: 2 })
    expect(performance.now() - started).toBeGreaterThanOrEqual(990)
  })

  it.each(['POST', 'PATCH'] as const)('is %s when the connection was refused', async (method) => {
    const port = await unusedPort()
    const sending = send({ method, url: new URL(`http://127.0.0.1:${port}/`) }, { retries: 8 })
    await new Promise((resolve) => setTimeout(resolve, 100))
    await serve((_request, response) => response.writeHead(201).end(), port)
    const answer = await sending
    expect(answer).toMatchObject({ status: 201, unclear: false })
    expect(answer.tries).toBeGreaterThan(1)
  })
})

describe('not repeated', () => {
  it.each(['POST', 'PATCH'] as const)('is %s on 503', async (method) => {
    const server = await steps(status(503, { 'retry-after': '0' }), status(200))
    expect(await send({ method, url: server.url }, { retries: 3 })).toMatchObject({ status: 503, tries: 1 })
    expect(server.taken()).toBe(1)
  })

  it.each([
    ['a cut connection', cut, 'network.cut'],
    ['a timeout', hang, 'network.timeout'],
  ])('is a POST on %s: it may have been carried out', async (_name, step, code) => {
    const server = await steps(step, status(200))
    const sending = send({ method: 'POST', url: server.url }, { retries: 3, timeoutMs: 200 })
    await expect(sending).rejects.toMatchObject({ code, hint: expect.stringContaining('may have been carried out') })
    expect(server.taken()).toBe(1)
  })

  it.each([400, 401, 404, 422, 500])('is a GET on %i', async (code) => {
    const server = await steps(status(code), status(200))
    expect(await send({ url: server.url }, { retries: 3 })).toMatchObject({ status: code, tries: 1 })
  })

  it.each(['request.message_rate_limited', 'auth.exceed_token_limit'])('is a 429 with the code %s', async (code) => {
    const server = await steps(status(429, {}, JSON.stringify({ code, message: 'no' })), status(200))
    expect(await send({ url: server.url }, { retries: 3 })).toMatchObject({ status: 429, tries: 1 })
  })

  it('is a 429 that asks for more than a minute', async () => {
    const server = await steps(status(429, { 'retry-after': '61' }), status(200))
    expect(await send({ url: server.url }, { retries: 3 })).toMatchObject({ status: 429, tries: 1 })
  })

  it('is anything more often than asked for; the last answer stands', async () => {
    const server = await steps(status(503), status(503), status(503), status(200))
    expect(await send({ url: server.url }, { retries: 2 })).toMatchObject({ status: 503, tries: 3 })
    expect(server.taken()).toBe(3)
  })
})

describe('a DELETE answered 404', () => {
  it.each([
    ['a cut connection', cut, true],
    ['a timeout', hang, true],
    ['504', status(504), true],
    ['429', status(429), false],
  ])('after %s has unclear: %s', async (_name, step, unclear) => {
    const server = await steps(step, status(404))
    const answer = await send({ method: 'DELETE', url: server.url }, { retries: 1, timeoutMs: 200 })
    expect(answer).toMatchObject({ status: 404, tries: 2, unclear })
  })

  it('stays unclear when a clear refusal came in between', async () => {
    const server = await steps(cut, status(429), status(404))
    expect(await send({ method: 'DELETE', url: server.url }, { retries: 2 })).toMatchObject({ tries: 3, unclear: true })
  })

  it('is clear when the first try never left this machine', async () => {
    const port = await unusedPort()
    const sending = send({ method: 'DELETE', url: new URL(`http://127.0.0.1:${port}/`) }, { retries: 8 })
    await new Promise((resolve) => setTimeout(resolve, 100))
    await serve((_request, response) => response.writeHead(404).end(), port)
    expect(await sending).toMatchObject({ status: 404, unclear: false })
  })
})

it('says how many tries failed', async () => {
  const url = await serveRaw((socket) => socket.destroy())
  await expect(send({ url }, { retries: 2 })).rejects.toMatchObject({
    code: 'network.cut',
    message: `127.0.0.1:${url.port} closed the connection before it answered (3 tries)`,
  })
})

describe('the wait', () => {
  it('doubles, spread between half and whole, up to 10 s', () => {
    for (let round = 0; round < 50; round++) {
      expect(backoff(2, 500)).toSatisfy((ms: number) => ms >= 250 && ms <= 500)
      expect(backoff(4, 500)).toSatisfy((ms: number) => ms >= 1000 && ms <= 2000)
      expect(backoff(40, 500)).toSatisfy((ms: number) => ms >= 5000 && ms <= 10_000)
    }
  })

  it('is read from seconds and dates', () => {
    const date = 'Wed, 21 Oct 2015 07:28:00 GMT'
    expect(retryAfterMs({ 'retry-after': '7' })).toBe(7000)
    expect(retryAfterMs({ 'retry-after': 'Wed, 21 Oct 2015 07:28:30 GMT', date })).toBe(30_000)
    expect(retryAfterMs({ 'retry-after': date, date: 'Wed, 21 Oct 2015 07:29:00 GMT' })).toBe(0)
    expect(retryAfterMs({ 'retry-after': new Date(Date.now() + 9000).toUTCString() })).toBeGreaterThan(7000)
    expect(retryAfterMs({ 'retry-after': 'soon' })).toBeUndefined()
    expect(retryAfterMs({})).toBeUndefined()
  })

  it('is never less than the back-off, and a minute at most', () => {
    const asking = (seconds: string) =>
      waitAfter({ status: 429, headers: { 'retry-after': seconds }, text: '' }, 'POST', 500)
    expect(asking('0')).toBe(500)
    expect(asking('60')).toBe(60_000)
    expect(asking('61')).toBeUndefined()
  })
})
