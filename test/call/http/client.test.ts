import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it, onTestFinished } from 'vitest'
import { client, listen, readAll, send, serve } from './loopback-server.js'

describe('an answer', () => {
  it('carries status, headers, text and request id', async () => {
    const url = await serve((_request, response) => {
      response.writeHead(201, {
        'Content-Type': 'application/json',
        'Logto-Core-Request-Id': 'r1',
        'Set-Cookie': ['a=1', 'b=2'],
      })
      response.end('{"name":"Zoë"}')
    })
    const answer = await send({ url })
    expect(answer).toMatchObject({ status: 201, text: '{"name":"Zoë"}', requestId: 'r1', tries: 1, unclear: false })
    expect(answer.headers['content-type']).toBe('application/json')
    expect(answer.headers['set-cookie']).toEqual(['a=1', 'b=2'])
  })

  it.each([204, 304, 400, 401, 404, 418, 422, 500, 501])('may have the status %i', async (status) => {
    const url = await serve((_request, response) => response.writeHead(status).end())
    expect(await send({ url })).toMatchObject({ status, text: '' })
  })

  it('may be HTML from something that is not Logto', async () => {
    const url = await serve((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>hello</h1>')
    })
    expect((await send({ url })).text).toBe('<h1>hello</h1>')
  })

  it('is a redirect itself: nothing follows it', async () => {
    const paths: (string | undefined)[] = []
    const url = await serve((request, response) => {
      paths.push(request.url)
      response.writeHead(302, { location: '/elsewhere' }).end()
    })
    expect(await send({ url })).toMatchObject({ status: 302, headers: { location: '/elsewhere' } })
    expect(paths).toEqual(['/'])
  })

  it('may be large, and keeps characters that fall between two chunks', async () => {
    const text = 'é€😀'.repeat(200_000)
    const url = await serve((_request, response) => response.end(text))
    expect((await send({ url })).text === text).toBe(true)
  })

  it('may hold bytes that are not UTF-8', async () => {
    const url = await serve((_request, response) => response.end(Buffer.from([0x61, 0xff, 0x62])))
    expect((await send({ url })).text).toBe('a\ufffdb')
  })

  it('may be packed', async () => {
    const url = await serve((request, response) => {
      expect(request.headers['accept-encoding']).toBe('gzip')
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('hello'))
    })
    expect((await send({ url })).text).toBe('hello')
  })

  it('to HEAD has no body, packed or not', async () => {
    const url = await serve((_request, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end())
    expect(await send({ method: 'HEAD', url })).toMatchObject({ status: 200, text: '' })
  })
})

describe('a request', () => {
  it('carries path, query, headers and a text body', async () => {
    const url = await serve(async (request, response) => {
      const body = (await readAll(request)).toString()
      const { 'user-agent': agent, 'content-type': type, 'content-length': length, 'x-a': own } = request.headers
      response.end(JSON.stringify([request.method, request.url, agent, type, length, own, body]))
    })
    const answer = await send({
      method: 'PATCH',
      url: new URL('api/users/a%2Fb?page=1&x=%26', url),
      headers: { 'X-A': 'own' },
      body: { kind: 'text', text: '{"name":"Zoë"}', contentType: 'application/json' },
    })
    expect(JSON.parse(answer.text)).toEqual([
      'PATCH',
      '/api/users/a%2Fb?page=1&x=%26',
      'logto-test/1',
      'application/json',
      '15',
      'own',
      '{"name":"Zoë"}',
    ])
  })

  it.each([
    ['logo.PNG', undefined, 'image/png'],
    ['page.zip', undefined, 'application/zip'],
    ['odd "name".svg', undefined, 'image/svg+xml'],
    ['data.unknown', undefined, 'application/octet-stream'],
    ['data.unknown', 'text/plain', 'text/plain'],
  ])('carries the file %s as multipart', async (name, contentType, expected) => {
    const folder = await mkdtemp(join(tmpdir(), 'http-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    const bytes = Buffer.from([0, 1, 0xff, 13, 10, 0x2d, 0x2d])
    await writeFile(join(folder, name), bytes)
    const url = await serve(async (request, response) => {
      const body = await readAll(request)
      const form = await new Response(new Uint8Array(body), {
        headers: { 'content-type': request.headers['content-type'] ?? '' },
      }).formData()
      const file = form.get('file')
      if (file === null || typeof file === 'string') throw new Error('no file')
      const content = Buffer.from(await file.arrayBuffer()).toString('hex')
      response.end(JSON.stringify([file.name, file.type, content, request.headers['content-length'] !== undefined]))
    })
    const body = { kind: 'file', path: join(folder, name), field: 'file', ...(contentType && { contentType }) } as const
    const answer = await send({ method: 'POST', url, body })
    expect(JSON.parse(answer.text)).toEqual([name, expected, bytes.toString('hex'), true])
  })

  it('is refused when a header cannot be sent', async () => {
    const url = await serve((_request, response) => response.end())
    await expect(send({ url, headers: { 'x-a': 'a\nb' } }, { retries: 3 })).rejects.toMatchObject({
      name: 'UsageError',
      code: 'usage.bad_request',
      message: expect.stringContaining('x-a'),
    })
  })

  it('is not sent over plain http to another machine, unless that is allowed', async () => {
    const url = new URL('http://logto.invalid/')
    await expect(send({ url })).rejects.toMatchObject({ code: 'usage.insecure_http' })
    await expect(send({ url }, { insecureHttp: true })).rejects.toMatchObject({ code: 'network.dns' })
  })
})

describe('connections', () => {
  it('are used again by the next request', async () => {
    const server = createServer((_request, response) => response.end('ok'))
    let connections = 0
    server.on('connection', () => connections++)
    const url = new URL(`http://127.0.0.1:${await listen(server)}/`)
    const http = client()
    for (let page = 1; page <= 5; page++) {
      await http.send({ method: 'GET', url, headers: {} }, { timeoutMs: 5000, retries: 0 })
    }
    expect(connections).toBe(1)
  })

  it('serve parallel requests', async () => {
    const url = await serve((request, response) => setTimeout(() => response.end(request.url), 100))
    const http = client()
    const started = performance.now()
    const answers = await Promise.all(
      ['/a', '/b', '/c', '/d'].map((path) =>
        http.send({ method: 'GET', url: new URL(path, url), headers: {} }, { timeoutMs: 5000, retries: 0 }),
      ),
    )
    expect(answers.map(({ text }) => text)).toEqual(['/a', '/b', '/c', '/d'])
    expect(performance.now() - started).toBeLessThan(350)
  })
})
