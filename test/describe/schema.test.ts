/** `logto schema`: what an operation takes and answers. */

import { describe, expect, it } from 'vitest'
import { schemaPage } from '../../src/describe/schema-page.js'
import { bare, errorOf } from '../cli/tenant.js'
import { everyDescription } from './descriptions.js'

const all = await everyDescription()

describe('the outline', () => {
  it('of each operation keeps to the width and names every flag and answer', () => {
    for (const { contract, description } of all) {
      for (const width of [60, 80, 120]) {
        const page = schemaPage(description, { width, colour: false })
        expect(
          page.split('\n').filter((line) => line.length > width),
          contract.command,
        ).toEqual([])
      }
      const page = schemaPage(description, { width: 80, colour: false })
      for (const flag of Object.keys(contract.operation.query)) expect(page, contract.command).toContain(`--${flag}`)
      for (const flag of Object.keys(contract.operation.body?.fields ?? {})) expect(page).toContain(`--${flag}`)
      expect(page).toContain(description.operation)
      for (const { status } of description.answers) expect(page).toContain(`ANSWER ${status}`)
    }
  })

  it('shows types, limits, choices, flags and what is nested', async () => {
    const { code, stdout, stderr } = await bare(['schema', 'user', 'create'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain('POST /api/users (CreateUser)')
    expect(stdout).toMatch(/^ {2}passwordDigest +string, up to 256 characters, a secret, --password-digest$/m)
    expect(stdout).toMatch(/^ {2}passwordAlgorithm +string, one of Argon2i, Argon2id/m)
    expect(stdout).toMatch(/^ {4}givenName +string$/m)
    expect(stdout).toMatch(/^ANSWER 200 \(application\/json\)$/m)
  })

  it('shows each form of a union with what tells it from the others', async () => {
    const { stdout } = await bare(['schema', 'users', 'create-mfa-verification'])
    expect(stdout).toMatch(/one of 2 forms[\s\S]*form 1: type: Totp[\s\S]*form 2: type: BackupCode/)
  })
})

describe('the document', () => {
  it('has the JSON Schema of body and answers', async () => {
    const { stdout, stderr } = await bare(['schema', 'roles', 'create', '--json'])
    expect(stderr).toBe('')
    const document = JSON.parse(stdout) as Record<string, unknown>
    expect(Object.keys(document)).toEqual([
      ...['command', 'operation', 'api', 'method', 'path', 'authority', 'summary', 'needs'],
      ...['arguments', 'query', 'headers', 'body', 'answers'],
    ])
    expect(document).toMatchObject({
      command: 'roles create',
      operation: 'CreateRole',
      body: {
        media: 'application/json',
        properties: expect.arrayContaining([
          {
            name: 'name',
            type: 'string',
            required: true,
            flag: 'name',
            description: expect.any(String),
            limits: { minLength: 1, maxLength: 128 },
          },
        ]),
        schema: { type: 'object', required: ['name', 'description'] },
      },
    })
  })

  it('is chosen from with --query and --columns', async () => {
    const [byQuery, byColumns] = await Promise.all([
      bare(['schema', 'orgs', 'add-users', '--json', '--query', 'arguments[0].source']),
      bare(['schema', 'orgs', 'add-users', '-o', 'yaml', '--columns', 'method,path']),
    ])
    expect(byQuery.stdout).toBe('"orgs list"\n')
    expect(byColumns.stdout).toBe('method: POST\npath: /api/organizations/{id}/users\n')
  })
})

describe('an operation', () => {
  it('is named by its command, its topic in other words, its id, or its name in Lua', async () => {
    const names = [
      ['users', 'create'],
      ['user', 'create'],
      ['users create'],
      ['CreateUser'],
      ['createuser'],
      ['create_user'],
    ]
    const answers = await Promise.all(names.map((words) => bare(['schema', ...words, '--json'])))
    for (const { code, stdout } of answers) expect({ code, stdout }).toEqual({ code: 0, stdout: answers[0]?.stdout })
  })

  it('that a preset stands for is shown, and named', async () => {
    const { code, stdout, stderr } = await bare(['schema', 'users', 'suspend', '--json', '--query', 'command'])
    expect({ code, stdout }).toEqual({ code: 0, stdout: '"users set-suspended"\n' })
    expect(JSON.parse(stderr)).toEqual({ notice: expect.stringContaining('users set-suspended') })
  })

  it.each([
    [['users', 'crate'], 'usage.unknown_command', /logto users create/],
    [['userz'], 'usage.unknown_command', /logto users/],
    [['users'], 'usage.missing_argument', /logto schema users create/],
    [['login'], 'usage.no_operation', /logto docs login/],
    [['users', 'list', '--columns', 'nonsense'], 'usage.unknown_column', /known columns: command/],
    [[], 'usage.missing_argument', /logto schema --help/],
  ])('%o: refused with what to do', async (words, code, hint) => {
    const ended = await bare(['schema', ...words, '--json'])
    expect(ended).toMatchObject({ code: 2, stdout: '' })
    expect(errorOf(ended)).toMatchObject({ code, hint: expect.stringMatching(hint) })
  })
})
