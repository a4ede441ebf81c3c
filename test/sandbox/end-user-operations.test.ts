import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Entry, Operations, type Schema } from '../../src/sandbox/operations.js'
import { everyField, everyScope } from './account-holder.js'
import { checkFormats } from './check-formats.js'
import { type Answered, answered, operations as folder, startTenant, type TestTenant } from './client.js'
import { sample } from './sample.js'
import { nativeApp, Person, password } from './sign-in.js'

const operations = await Operations.open(folder)
const ajv = new Ajv2020({ strict: false, formats: { email: true, url: true, binary: true } })
const of = (api: Entry['api']) => operations.entries.filter((entry) => entry.api === api)

let tenant: TestTenant
let person: Person
let token: string
let proof: string
beforeAll(async () => {
  tenant = await startTenant()
  await tenant.call('PATCH', '/api/account-center', { enabled: true, fields: everyField })
  person = new Person(tenant, await nativeApp(tenant))
  token = String((await person.redeem(await person.signIn('ana', { scope: everyScope }))).json.access_token)
  proof = String(
    (await tenant.call('POST', '/api/verifications/password', { password }, token)).json.verificationRecordId,
  )
})
afterAll(() => tenant.close())

/** A request with the smallest valid body, and ids that name nothing. */
async function request({ method, path, command }: Entry) {
  const { body } = await operations.schema({ command } as Entry)
  const filled = path.replaceAll(/\{\w+\}/g, 'none')
  if (body?.media === 'multipart/form-data') {
    const form = new FormData()
    form.set('file', new Blob(['x'], { type: 'image/png' }), 'a.png')
    return { method, path: filled, body: form }
  }
  return { method, path: filled, body: body && sample(body.schema as Schema, { password }) }
}

/** The answer is one that the document declares, or a refusal with a code; never a fault. */
async function check({ command }: Entry, answer: Answered): Promise<void> {
  const { answers } = await operations.schema({ command } as Entry)
  const said = `${command}: ${answer.status} ${answer.text}`
  if (answer.status >= 400) {
    expect(answer.json, said).toMatchObject({ code: expect.any(String), message: expect.any(String) })
    expect([400, 401, 403, 404, 409, 422, 501], said).toContain(answer.status)
    return
  }
  const declared = answers.find(({ status }) => status === answer.status)
  expect(declared, said).toBeDefined()
  await checkFormats(command, answer)
  if (declared?.schema)
    expect(ajv.validate(declared.schema, JSON.parse(answer.text)), `${said} ${ajv.errorsText()}`).toBe(true)
}

it('are all there', () => {
  expect([of('user').length, of('experience').length]).toEqual([38, 37])
})

it.each(of('user').map((entry) => [entry.command, entry] as const))('%s answers', async (_, entry) => {
  const { method, path, body } = await request(entry)
  const isForm = body instanceof FormData
  const response = await fetch(tenant.url + path, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      'logto-verification-id': proof,
      ...(body === undefined || isForm ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
  })
  await check(entry, await answered(response))
})

it.each(of('experience').map((entry) => [entry.command, entry] as const))('%s answers', async (_, entry) => {
  await person.authorize()
  await person.identify('bo')
  const { method, path, body } = await request(entry)
  await check(entry, await person.send(method, path, body))
})
