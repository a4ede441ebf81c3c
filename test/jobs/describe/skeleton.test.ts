/** Skeletons of all bodies: what they print is what the program's check and the strict copy of the documents accept. */

import { beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { isPlainObject } from '../../../src/base/value-path.js'
import type { BodyFact } from '../../../src/call/facts/operation.js'
import { loadSchema } from '../../../src/call/operation/load-schema.js'
import { checkBody } from '../../../src/call/request/check.js'
import { example } from '../../../src/call/request/example.js'
import type { OperationSchema } from '../../../src/call/request/schema.js'
import { readYaml } from '../../../src/call/request/yaml-document.js'
import { chooseForm, formNames } from '../../../src/jobs/describe/choose-form.js'
import { skeletonText, skeletonValue } from '../../../src/jobs/describe/skeleton.js'
import { type Contract, contracts, root } from '../../contract/command-facts.js'
import { Prism } from '../../contract/mock-tenant.js'

interface WithBody {
  command: string
  contract: Contract
  fact: BodyFact
  schema: OperationSchema
  body: NonNullable<OperationSchema['body']>
}

const bodies = (await Promise.all((await contracts()).map(withBody))).filter((found) => found !== undefined)
let prism: Prism

beforeAll(async () => {
  prism = await Prism.open()
}, 120_000)

it('are those of every operation with a JSON body', () => {
  expect(bodies).toHaveLength(164)
})

describe.each(bodies.map((found) => [found.command, found] as const))('%s', (command, found) => {
  const { body, fact } = found
  const text = skeletonText(body.schema, fact, command)

  it('as JSON is a body that may be sent', async () => {
    await expectAccepted(skeletonValue(body.schema), found)
  })

  it('as YAML is a body that may be sent, or nothing where nothing is required', async () => {
    const value = parsed(text)
    if (value === null) expect(body.schema.required ?? []).toEqual([])
    else await expectAccepted(value, found)
  })

  it('with every line uncommented has what the JSON has', async () => {
    const value = parsed(uncommented(text))
    expect(value).toEqual(skeletonValue(body.schema))
  })

  it('fits 80 columns but for its values, and has the required properties first', () => {
    expect(text.includes('--variant')).toBe(formNames(body.schema).length > 0)
    const comments = text.split('\n').filter((line) => /^[# ]*# /.test(line))
    expect(comments.filter((line) => line.length > 100)).toEqual([])
    const value = parsed(uncommented(text))
    if (!isPlainObject(value)) return
    const required = body.schema.required ?? []
    expect(Object.keys(value).slice(0, required.length).sort()).toEqual([...required].sort())
  })
})

it('name choices, limits, our help and the other forms of a union', () => {
  const text = (command: string) => {
    const found = bodies.find((each) => each.command === command)
    if (!found) throw new Error(`${command} has no body`)
    return skeletonText(found.body.schema, found.fact, command).replaceAll(/\n#? *# /g, ' ')
  }
  expect(text('apps create')).toContain('one of Native, SPA, Traditional, MachineToMachine, Protected, SAML')
  expect(text('apps create')).toContain('required, 1 to 256 characters: Name of the application')
  expect(text('captcha-provider upsert')).toContain('or type: RecaptchaEnterprise: with type (required)')
  expect(text('verification-codes send')).toContain('or phone: with phone (required)')
  expect(text('apps update-custom-data')).toContain('Any object will do')
})

const withForms = bodies.flatMap((found) =>
  formNames(found.body.schema).map((name, i) => [found.command, name, String(i + 1), found] as const),
)

it('are of many forms', () => {
  expect(withForms.length).toBeGreaterThan(40)
})

describe.each(withForms)('%s in the form %s', (command, name, number, found) => {
  const chosen = chooseForm(found.body.schema, name, command)

  it('is a body that may be sent, in full and with what is required', async () => {
    await expectAccepted(skeletonValue(chosen), found)
    const text = skeletonText(chosen, found.fact, command)
    if (parsed(text) !== null) await expectAccepted(parsed(text), found)
    expect(parsed(uncommented(text))).toEqual(skeletonValue(chosen))
  })

  it('is chosen by its number and by what tells it from the others', () => {
    const short = name.replace(/^[^:]*: /, '')
    for (const wanted of [number, short, short.toUpperCase()]) {
      expect(chooseForm(found.body.schema, wanted, command)).toEqual(chosen)
    }
    const [literal, value] = name.includes(': ') ? name.split(': ') : []
    const text = JSON.stringify(skeletonValue(chosen)).replaceAll('"', '')
    if (literal) expect(text).toContain(`${literal}:${value}`)
  })
})

async function expectAccepted(value: unknown, { contract, schema, body }: WithBody): Promise<void> {
  expect(checkBody(value, body.schema, () => undefined).problems).toEqual([])
  const { violations } = await prism.judge({
    method: contract.documented.method,
    path: contract.operation.path.replaceAll(/\{([^}]+)\}/g, (_, name: string) => segment(name, contract, schema)),
    query: schema.parameters
      .filter(({ in: place, required }) => place === 'query' && required)
      .map(({ name, schema: { enum: values } }) => [name, String(values?.[0] ?? 'text')]),
    headers: {
      'content-type': 'application/json',
      authorization: 'Bearer token',
      'logto-verification-id': 'record',
      cookie: '_interaction=i',
    },
    body: JSON.stringify(value),
  })
  expect(violations, JSON.stringify(value)).toEqual([])
}

function segment(name: string, { operation }: Contract, schema: OperationSchema): string {
  const options = Object.values(operation.args).find(({ wire }) => wire === name)?.options
  const parameter = schema.parameters.find((each) => each.in === 'path' && each.name === name)
  return options?.[0] ?? String(example(parameter?.schema ?? { type: 'string' }, name))
}

function parsed(text: string): unknown {
  const document = readYaml(text)
  if (!('value' in document)) throw new Error(`${document.place}\n${text}`)
  expect(document.value).toEqual(parse(text))
  return document.value
}

/** Every line that can be uncommented, those inside others too. */
function uncommented(text: string): string {
  const once = text.replaceAll(/^( *)#(?=\S| {2})/gm, '$1')
  return once === text ? text : uncommented(once)
}

async function withBody(contract: Contract): Promise<WithBody | undefined> {
  const { operation, command } = contract
  const schema = await loadSchema(root, command)
  if (operation.body?.media !== 'json' || !schema.body) return undefined
  return { command, contract, fact: operation.body, schema, body: schema.body }
}

describe('what the documents do not require and the server does', () => {
  const skeletonOf = (command: string) => {
    const { body, fact } = bodies.find((found) => found.command === command) ?? expect.unreachable(command)
    return { json: skeletonValue(body.schema), yaml: parsed(skeletonText(body.schema, fact, command)) }
  }

  it('stands in the skeleton: an event of a webhook, the user of a sample', () => {
    expect(skeletonOf('hooks create').yaml).toMatchObject({ events: ['PostRegister'] })
    for (const verb of ['update', 'upsert']) {
      expect(skeletonOf(`jwt-customizers ${verb}`).json).toMatchObject({ contextSample: { user: {} } })
    }
  })
})
