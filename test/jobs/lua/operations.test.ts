/** Every operation called by its Lua name makes the request that its command makes. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openSessionAt, sessionCookie } from '../../cli/open-session.js'
import { cleanEnv, type Finished, run } from '../../cli/run.js'
import { type Received, startServer } from '../../cli/server.js'
import { type Contract, contracts, index } from '../../contract/command-facts.js'
import { picture, uploadOf, type Variant, variantsOf } from '../../contract/variants.js'
import { parametersOf } from './lua-parameters.js'

interface Case {
  title: string
  name: string
  parameters: Record<string, unknown>
  contract: Contract
  variant: Variant
}

const names = index as unknown as Record<string, { lua: string }>
const all = await contracts()
const cases = all.flatMap((contract) =>
  variantsOf(contract)
    .filter(({ line }) => !line.includes('--all') && !line.includes('--limit'))
    .map((variant, number): Case => {
      const name = names[contract.command]?.lua ?? ''
      return {
        title: `${name}: ${variant.title}`,
        name: number % 2 === 0 ? name : `logto_${name}`,
        parameters: parametersOf(contract, variant),
        contract,
        variant,
      }
    }),
)

const folder = mkdtempSync(join(tmpdir(), 'lua-operations-'))
let ended: Finished
const requests: Received[][] = []

beforeAll(async () => {
  let current: Received[] = []
  writeFileSync(join(folder, picture), 'a picture')
  writeFileSync(join(folder, 'site.zip'), 'a site')
  writeFileSync(join(folder, 'cases.json'), JSON.stringify(cases.map(({ name, parameters }) => ({ name, parameters }))))
  writeFileSync(
    join(folder, 'script.lua'),
    `
    for _, case in ipairs(json.decode(fs.read("cases.json"))) do
      local ok, problem = pcall(app.integrations.logto[case.name], case.parameters)
      print(ok and "ok" or tostring(problem))
      pcall(logto.get_user, { user_id = "next" })
    end
    `,
  )
  // The mark between two calls: a user that no case has.
  const marking = await startServer((request) => {
    if (request.path === '/api/users/next') {
      requests.push(current)
      current = []
    } else current.push(request)
    return { body: {} }
  })
  await openSessionAt(marking.endpoint, cleanEnv(folder))
  ended = await run(['lua', 'script.lua', '--yes', '--allow-read', '.', '--retries', '0'], folder, {
    env: {
      LOGTO_ENDPOINT: marking.endpoint,
      LOGTO_ACCESS_TOKEN: 'management-token',
      LOGTO_USER_TOKEN: 'user-token',
      LOGTO_KEYCHAIN: 'off',
    },
    timeoutMs: 60_000,
  })
  marking.close()
}, 90_000)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

it('covers all 359 operations, each name once', () => {
  expect(new Set(all.map(({ command }) => names[command]?.lua)).size).toBe(359)
  expect(new Set(cases.map(({ contract }) => contract.command)).size).toBe(359)
})

it('ran to its end', () => {
  expect(ended).toMatchObject({ code: 0 })
  expect(requests).toHaveLength(cases.length)
})

it.each(cases.map((each, number) => [each.title, each, number] as const))('%s', (_, { contract, variant }, number) => {
  const said = ended.stdout.split('\n')[number]
  const sent = requests[number] ?? []
  const { documented, operation } = contract
  // Carried out member by member: test/cli/answers-that-refuse.test.ts.
  if (operation.memberwise) return expect(sent[0]?.method).toBe('GET')
  expect(
    sent.map(({ method }) => method),
    said,
  ).toEqual([...(variant.merges ? ['GET'] : []), documented.method])
  const request = sent.at(-1)
  expect(request?.path.split('/').map(decodeURIComponent)).toEqual(variant.segments)
  expect(request?.query.toSorted()).toEqual(variant.query.toSorted())
  expect(request?.headers).toMatchObject(variant.headers)
  expect(request?.headers.authorization).toBe(authorizationFor(contract))
  const ownCookie = documented.api === 'experience' ? sessionCookie : undefined
  expect(request?.headers.cookie).toBe(variant.headers.cookie ?? ownCookie)
  if (uploadOf(contract) !== undefined) expect(request?.headers['content-type']).toMatch(/^multipart\/form-data/)
  else
    expect(request?.body === '' ? undefined : JSON.parse(request?.body ?? '')).toEqual(expectedBody(contract, variant))
})

/** What `variantsOf` expects the command to send; a merge over nothing sends the part. */
function expectedBody({ documented }: Contract, { body }: Variant): unknown {
  return documented.body ? body : undefined
}

function authorizationFor({ documented: { api, security } }: Contract): string | undefined {
  if (api === 'experience' || security.length === 0) return undefined
  return `Bearer ${api === 'user' ? 'user-token' : 'management-token'}`
}
