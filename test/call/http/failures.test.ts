import { createServer as createSecureServer } from 'node:https'
import { describe, expect, it } from 'vitest'
import { client, send, serve, serveRaw, unusedPort } from './loopback-server.js'

const hang = () => serveRaw(() => {})

describe('the failure says what is wrong when', () => {
  it('the connection is refused', async () => {
    const port = await unusedPort()
    await expect(send({ url: new URL(`http://127.0.0.1:${port}/`) })).rejects.toMatchObject({
      name: 'NetworkError',
      exitCode: 7,
      code: 'network.refused',
      message: `127.0.0.1:${port} refused the connection`,
    })
  })

  it('each address of a host refuses', async () => {
    const port = await unusedPort()
    await expect(send({ url: new URL(`http://localhost:${port}/`) })).rejects.toMatchObject({
      code: 'network.refused',
      message: `localhost:${port} refused the connection`,
    })
  })

  it('the host is unknown', async () => {
    await expect(send({ url: new URL('https://no-such-host.invalid/') })).rejects.toMatchObject({
      code: 'network.dns',
      message: expect.stringMatching(/^cannot find host no-such-host\.invalid/),
    })
  })

  it('no answer comes in time', async () => {
    const url = await hang()
    const started = performance.now()
    await expect(send({ url }, { timeoutMs: 150 })).rejects.toMatchObject({
      code: 'network.timeout',
      message: `no answer from ${url.host} within 150 ms`,
      hint: expect.stringContaining('--timeout'),
    })
    expect(performance.now() - started).toBeLessThan(1000)
  })

  it('the body trickles beyond the limit', async () => {
    const url = await serve((_request, response) => {
      const trickle = setInterval(() => response.write('x'), 20)
      response.once('close', () => clearInterval(trickle))
    })
    await expect(send({ url }, { timeoutMs: 200 })).rejects.toMatchObject({
      code: 'network.timeout',
      message: `no complete answer from ${url.host} within 200 ms`,
    })
  })

  it('a slow body within the limit is no failure', async () => {
    const url = await serve((_request, response) => {
      response.write('a')
      setTimeout(() => response.end('b'), 150)
    })
    expect((await send({ url }, { timeoutMs: 2000 })).text).toBe('ab')
    expect((await send({ url }, { timeoutMs: 0 })).text).toBe('ab')
    expect((await send({ url }, { timeoutMs: 2 ** 40 })).text).toBe('ab')
  })

  it.each([
    ['with a length', 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc'],
    ['in chunks', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n'],
  ])('a body %s is cut', async (_name, text) => {
    const url = await serveRaw((socket) => socket.once('data', () => socket.end(text)))
    await expect(send({ url })).rejects.toMatchObject({
      code: 'network.cut',
      message: `${url.host} closed the connection in the middle of its answer`,
    })
  })

  it('a body is cut by a reset', async () => {
    const url = await serveRaw((socket) => {
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc')
        setTimeout(() => socket.resetAndDestroy(), 50)
      })
    })
    await expect(send({ url })).rejects.toMatchObject({ code: 'network.cut' })
  })

  it('a packed body is damaged', async () => {
    const url = await serve((_request, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('no'))
    await expect(send({ url })).rejects.toMatchObject({ code: 'network.cut' })
  })

  it('https is spoken to a plain http server', async () => {
    const url = await serve((_request, response) => response.end())
    await expect(send({ url: new URL(`https://${url.host}/`) }, { retries: 3 })).rejects.toMatchObject({
      code: 'network.tls',
      message: `${url.host} does not speak https`,
      hint: expect.stringContaining('http://'),
    })
  })

  it('something answers that is not HTTP', async () => {
    const url = await serveRaw((socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n'))
    await expect(send({ url }, { retries: 3 })).rejects.toMatchObject({
      code: 'network.protocol',
      message: `${url.host} does not answer in HTTP`,
      hint: expect.stringContaining('https://'),
    })
  })

  it('http is spoken to a server of https', async () => {
    const server = createSecureServer({ minVersion: 'TLSv1.2' })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const port = typeof address === 'object' ? address?.port : undefined
    await expect(send({ url: new URL(`http://127.0.0.1:${port}/`) })).rejects.toMatchObject({
      name: 'NetworkError',
      code: expect.stringMatching(/^network\.(cut|protocol)$/),
    })
    server.close()
  })
})

describe('an interruption', () => {
  it('ends a request that waits for its answer, and is not repeated', async () => {
    const url = await hang()
    const signal = AbortSignal.timeout(100)
    await expect(send({ url }, { signal, retries: 3 })).rejects.toMatchObject({
      name: 'InterruptedError',
      exitCode: 130,
    })
  })

  it('ends the wait between tries', async () => {
    const url = await serve((_request, response) => response.writeHead(429, { 'retry-after': '30' }).end())
    const started = performance.now()
    const signal = AbortSignal.timeout(150)
    await expect(send({ url }, { signal, retries: 3 })).rejects.toMatchObject({ name: 'InterruptedError' })
    expect(performance.now() - started).toBeLessThan(2000)
  })

  it('that came before sends nothing', async () => {
    let requests = 0
    const url = await serve((_request, response) => {
      requests++
      response.end()
    })
    await expect(send({ url }, { signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'InterruptedError' })
    expect(requests).toBe(0)
  })
})

it('closing ends a request under way', async () => {
  const url = await hang()
  const http = client()
  const sending = http.send({ method: 'GET', url, headers: {} }, { timeoutMs: 5000, retries: 0 })
  setTimeout(() => http.close(), 100)
  await expect(sending).rejects.toMatchObject({ name: 'NetworkError' })
})
