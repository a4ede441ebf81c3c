/** The bodies to edit: of every operation, in every form, filled in as they are or in full, they are requests Logto takes. */

import { beforeAll, describe, expect, it } from 'vitest'
import { skeletonOf } from '../../src/describe/skeleton-of-body.js'
import { checkBody } from '../../src/request/check.js'
import { readYaml } from '../../src/request/yaml-document.js'
import { bare } from '../cli/tenant.js'
import { Prism } from '../contract/mock-tenant.js'
import { variantsOf } from '../contract/variants.js'
import { type Described, everyDescription } from './descriptions.js'

const all = await everyDescription()
const withBody = all.filter(({ description: { body } }) => body && !body.media.startsWith('multipart/'))
const withFile = all.filter(({ description: { body } }) => body?.media.startsWith('multipart/'))
let prism: Prism

beforeAll(async () => {
  prism = await Prism.open()
}, 120_000)

function parsed(yaml: string): unknown {
  const document = readYaml(yaml)
  if ('fault' in document) throw new Error(`${String(document.fault)} in\n${yaml}`)
  return document.value
}

/** The same body with everything optional sent as well. */
function withoutMarks(yaml: string): string {
  return yaml.replace(/^(\s*(?:- )?)#(?! (?! ))/gm, '$1')
}

async function faultsOf({ contract, schema }: Described, value: unknown): Promise<string[]> {
  const [variant] = variantsOf(contract)
  if (!variant || !schema.body) throw new Error('no variant')
  const { problems, notices } = checkBody(value, schema.body.schema, () => undefined)
  const body = JSON.stringify(value)
  const { violations } = await prism.judge({
    method: contract.documented.method,
    path: variant.segments.map(encodeURIComponent).join('/'),
    query: variant.query,
    headers: {
      ...variant.headers,
      authorization: 'Bearer token',
      'content-type': schema.body.media,
      'content-length': String(Buffer.byteLength(body)),
    },
    body: schema.body.media === 'application/json' ? body : new URLSearchParams(value as never).toString(),
  })
  return [...problems, ...notices, ...violations]
}

it('are there for each operation with a body', () => {
  expect(withBody.length).toBe(164)
  expect(withFile.length).toBe(4)
})

describe('the body to edit', () => {
  it.each(withBody.map((each) => [each.description.command, each] as const))('of %s', async (_, each) => {
    const { description } = each
    const forms = description.body?.variants?.map((_form, i) => String(i + 1)) ?? [undefined]
    for (const form of forms) {
      const { yaml = '' } = skeletonOf(description, 'table', form)
      expect(await faultsOf(each, parsed(yaml)), yaml).toEqual([])
      const full = withoutMarks(yaml)
      expect(await faultsOf(each, parsed(full)), full).toEqual([])
      expect(skeletonOf(description, 'json', form).value, yaml).toEqual(parsed(yaml))
      expect(
        yaml.split('\n').filter((line) => line.startsWith('# ') && line.length > 80),
        yaml,
      ).toEqual([])
    }
  })

  it('names each property that may be sent', () => {
    for (const { description } of withBody) {
      const { properties = [] } = description.body ?? {}
      const usable = properties.filter(({ deprecated, ignored, required }) => required || !(deprecated || ignored))
      const { yaml = '' } = skeletonOf(description, 'yaml')
      for (const { name } of usable) expect(yaml, description.command).toMatch(new RegExp(`^#?${name}:`, 'm'))
    }
  })

  it('of a file is none', () => {
    for (const { description } of withFile) {
      expect(() => skeletonOf(description, 'yaml')).toThrow(/takes a file/)
    }
  })
})

describe('logto schema --skeleton', () => {
  it('prints what --body @FILE sends', async () => {
    const made = await bare(['schema', 'role', 'create', '--skeleton'])
    expect(made).toMatchObject({ code: 0, stderr: '' })
    const filled = made.stdout.replace('<name>', 'support').replace('<description>', 'Answers tickets')
    const { code, stdout } = await bare(['roles', 'create', '--body', '-', '--dry-run'], { input: filled })
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ body: { name: 'support', description: 'Answers tickets' } })
  })

  it('fills in the form that is asked for, by number or by name', async () => {
    const line = ['schema', 'custom-profile-fields', 'create', '--skeleton', '-o', 'json']
    const [byName, byNumber] = await Promise.all([
      bare([...line, '--variant', 'select']),
      bare([...line, '--variant', '5']),
    ])
    expect(JSON.parse(byName.stdout)).toMatchObject({ type: 'Select', config: { options: [{ value: '<value>' }] } })
    expect(byNumber.stdout).toBe(byName.stdout)
    for (const text of byName.stderr.trimEnd().split('\n')) {
      expect(JSON.parse(text)).toEqual({ notice: expect.any(String) })
    }
  })

  it('says what is optional beside JSON, which has no comments', async () => {
    const { stdout, stderr } = await bare(['schema', 'apps', 'create', '--skeleton', '--output', 'json'])
    expect(JSON.parse(stdout)).toEqual({ name: '<name>', type: 'Native' })
    expect((JSON.parse(stderr) as { notice: string }).notice).toContain('oidcClientMetadata')
  })

  it.each([
    [['users', 'list'], /users list takes no body[\s\S]*logto schema users list/],
    [['user-assets', 'upload'], /takes a file[\s\S]*--file PATH/],
    [['users', 'create', '--variant', '2'], /one form only/],
    [['users', 'create-mfa-verification', '--variant', 'WebAuthn'], /no such form[\s\S]*type: Totp/],
    [['users', 'create', '-o', 'csv'], /a body is no table/],
    [['users', 'create', '--columns', 'id'], /--columns/],
  ])('%o: refused with what to do', async (words, said) => {
    const { code, stdout, stderr } = await bare(['schema', ...words, '--skeleton'])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(said)
  })
})
