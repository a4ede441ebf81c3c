/** `users find`: one user by an identifier, whole. */
import { describe, expect, it } from 'vitest'
import { errorOf, tenant } from './tenant.js'

describe('users find', () => {
  it('takes the username that is written so, where others differ in case alone', async () => {
    const { logto } = await tenant({
      body: [
        { id: 'u1', username: 'CASEUSER' },
        { id: 'u2', username: 'caseuser' },
      ],
    })
    expect(await logto(['users', 'find', 'caseuser', '--query', 'id', '-o', 'jsonl'])).toMatchObject({
      stdout: '"u2"\n',
    })
    const ended = await logto(['users', 'find', 'CaseUser', '--json'])
    expect(errorOf(ended)).toMatchObject({ code: 'user.ambiguous', hint: expect.stringContaining('--case-sensitive') })
  })
})
