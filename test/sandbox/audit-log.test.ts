import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Json, startTenant, type TestTenant } from './client.js'
import { nativeApp, Person } from './sign-in.js'

let tenant: TestTenant
let clientId: string
beforeAll(async () => {
  tenant = await startTenant()
  clientId = await nativeApp(tenant)
})
afterAll(() => tenant.close())

async function logs(query: string): Promise<Json[]> {
  return (await tenant.call('GET', `/api/logs?page_size=100&${query}`)).json as unknown as Json[]
}

it('has each step of a sign-in, newest first, and no secret', async () => {
  const person = new Person(tenant, clientId)
  await person.redeem(await person.signIn('ana'))
  const entries = await logs(`applicationId=${clientId}`)
  expect(entries.map(({ key }) => key)).toEqual([
    'ExchangeTokenBy.AuthorizationCode',
    'Interaction.End',
    'Interaction.Create',
    'Interaction.End',
    'Interaction.SignIn.Submit',
    'Interaction.SignIn.Identifier.Submit',
    'Interaction.SignIn.Verification.Password.Submit',
    'Interaction.SignIn.Create',
    'Interaction.Create',
  ])
  expect(entries[4]?.payload).toMatchObject({
    key: 'Interaction.SignIn.Submit',
    result: 'Success',
    userId: 'ana000000000',
    applicationId: clientId,
    ip: '127.0.0.1',
  })
  expect(entries[0]?.payload).toMatchObject({ tokenTypes: ['AccessToken', 'RefreshToken', 'IdToken'] })
  expect(JSON.stringify(entries)).not.toContain('sandbox-Pass-1')
  expect(JSON.stringify(entries)).not.toContain(person.verifier)
})

it('says why a step failed', async () => {
  const person = new Person(tenant, clientId)
  await person.authorize()
  await person.identify('bo', 'wrong')
  const [entry] = await logs('logKey=Interaction.SignIn.Verification.Password.Submit')
  expect(entry?.payload).toMatchObject({ result: 'Error', error: { code: 'session.invalid_credentials' } })
})

it('has the tokens of machines, and of those who were refused', async () => {
  const { json } = await tenant.call('GET', '/api/logs?logKey=ExchangeTokenBy.ClientCredentials')
  expect(json[0]?.payload).toMatchObject({
    result: 'Success',
    applicationId: tenant.clientId,
    scope: 'all',
    params: { client_secret: '******', resource: 'https://default.logto.app/api' },
  })
  await fetch(`${tenant.url}/oidc/token`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'client_credentials', client_id: tenant.clientId, client_secret: 'no' }),
  })
  const [entry] = await logs('logKey=ExchangeTokenBy.ClientCredentials')
  expect(entry?.payload).toMatchObject({ result: 'Error' })
})
