import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startSandbox } from '../../src/sandbox/start.js'
import { answered, operations, startTenant, type TestTenant } from './client.js'

let tenant: TestTenant
beforeAll(async () => {
  tenant = await startTenant()
})
afterAll(() => tenant.close())

function post(path: string, body: string, type = 'application/json') {
  const headers = { authorization: `Bearer ${tenant.token}`, 'content-type': type }
  return fetch(tenant.url + path, { method: 'POST', headers, body }).then(answered)
}

it('answers a JSON body over 1 MiB with a bare 404', async () => {
  const room = 1_048_576 - '{"customData":{"a":""}}'.length
  expect((await post('/api/users', `{"customData":{"a":"${'x'.repeat(room)}"}}`)).status).toBe(200)
  const { status, text } = await post('/api/users', `{"customData":{"a":"${'x'.repeat(room + 1)}"}}`)
  expect([status, text]).toEqual([404, 'Not Found'])
})

it.each(['{', '"text"', 'null', ''])('reads %j as Logto does', async (body) => {
  const { status, json } = await post('/api/organizations', body)
  expect(status).toBe(400)
  expect(json.message).toBeTypeOf('string')
  if (body !== '') expect(json).not.toHaveProperty('code')
  else expect(json.details).toBe('Error in key path "name": (invalid_type) Expected string but received undefined.')
})

it('takes a form as well as JSON', async () => {
  expect((await post('/api/organizations', 'name=form', 'application/x-www-form-urlencoded')).json.name).toBe('form')
})

it('needs the file of an upload', async () => {
  const { status, json } = await tenant.call('POST', '/api/user-assets', new FormData())
  expect([status, json.code]).toEqual([400, 'guard.invalid_input'])
})

it('answers an unknown path with 404 and a request id', async () => {
  const { status, headers } = await tenant.call('GET', '/api/nothing')
  expect(status).toBe(404)
  expect(headers.get('logto-core-request-id')).toMatch(/^\w+$/)
})

it('gives each refusal a request id too', async () => {
  const { headers } = await tenant.call('GET', '/api/users/nobody')
  expect(headers.get('logto-core-request-id')).toMatch(/^\w+$/)
})

it('serves an OpenAPI document without a token', async () => {
  const { json } = await tenant.call('GET', '/api/.well-known/management.openapi.json', undefined, '')
  const count = Object.values(json.paths as unknown as Record<string, object>).flatMap(Object.keys).length
  expect(count).toBe(284)
})

it('does not see through an encoded slash in an id', async () => {
  const { status } = await tenant.call('GET', '/api/users/ana000000000%2Froles')
  expect(status).toBe(404)
})

it('says when the port is taken', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  await expect(startSandbox({ operations, port })).rejects.toMatchObject({ code: 'EADDRINUSE' })
  await new Promise((resolve) => server.close(resolve))
})
