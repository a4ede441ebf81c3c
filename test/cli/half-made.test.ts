/** An object that was made although its request was refused: what is said, and how it goes on. */
import { describe, expect, it } from 'vitest'
import { errorOf, tenant } from './tenant.js'

const create = ['roles', 'create', '--name', 'editor', '--description', 'Edits', '--scope-ids', 'nope', '--json']
const refusal = { status: 404, body: { code: 'entity.not_exists_with_id', message: 'No scope has the ID `nope`' } }
const role = { id: 'r1', name: 'editor' }

describe('a role whose scopes are refused', () => {
  it('is named, with the command that goes on', async () => {
    const { logto, received } = await tenant(({ method }) => (method === 'GET' ? { body: [role] } : refusal))
    const ended = await logto(create)
    expect(ended.code).toBe(8)
    expect(errorOf(ended)).toMatchObject({
      code: 'entity.not_exists_with_id',
      message: expect.stringMatching(/nope`; the role editor was created, without scopes$/),
      status: 404,
      hint: expect.stringContaining('logto roles add-scopes r1 --scope-ids ID'),
    })
    expect(received.map(({ method, path }) => `${method} ${path}`)).toEqual(['POST /api/roles', 'GET /api/roles'])
    expect(received[1]?.query).toEqual([
      ['search.name', 'editor'],
      ['mode.name', 'exact'],
      ['isCaseSensitive', 'true'],
    ])
  })

  it('is a refusal as any other where nothing was made', async () => {
    const { logto } = await tenant(({ method }) => (method === 'GET' ? { body: [] } : refusal))
    const ended = await logto(create)
    expect(ended.code).toBe(4)
    expect(errorOf(ended).message).not.toContain('was created')
  })

  it('is not taken for an older one of the same name, nor looked for where no scopes were given', async () => {
    const taken = { status: 422, body: { code: 'role.name_in_use', message: 'The name is in use.' } }
    const { logto, received } = await tenant(() => taken)
    expect((await logto(create)).code).toBe(5)
    expect((await logto(create.filter((word) => !/scope-ids|nope/.test(word)))).code).toBe(5)
    expect(received.map(({ method }) => method)).toEqual(['POST', 'POST'])
  })

  it('is the refusal still when it cannot be looked up', async () => {
    const { logto } = await tenant(({ method }) => (method === 'GET' ? { status: 403, body: {} } : refusal))
    expect((await logto(create)).code).toBe(4)
  })

  it('is told in scripts, too', async () => {
    const { logto } = await tenant(({ method }) => (method === 'GET' ? { body: [role] } : refusal))
    const code = 'logto.create_role{ name = "editor", description = "Edits", scope_ids = {"nope"} }'
    expect((await logto(['lua', '--eval', code])).stderr).toContain('the role editor was created, without scopes')
  })
})
