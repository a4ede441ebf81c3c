import { describe, expect, it } from 'vitest'
import { accessToken } from '../../../src/access/auth/access-token.js'
import type { ExchangeCredential } from '../../../src/access/auth/credential.js'
import { exchangeToken, subjectTokenTypes } from '../../../src/access/auth/token-exchange.js'
import { failureOf, fetcher, file, temporaryFolder } from './fixtures.js'
import { type LogtoLike, logtoLike } from './logto-like-provider.js'

function credentialOf({ tokenUrl }: LogtoLike, folder: string, user: string): ExchangeCredential {
  return {
    kind: 'exchange',
    id: 'native',
    tokenUrl,
    scope: 'openid profile',
    subjectToken: async () => `pat_${user}`,
    owner: `profile-of-${user}`,
    cache: file(folder, 'cache'),
  }
}

describe('a personal access token', () => {
  it('becomes an opaque token of its user, which is reused', async () => {
    const tenant = await logtoLike()
    const folder = await temporaryFolder()
    const env = { XDG_CACHE_HOME: folder }
    const { value } = await accessToken(credentialOf(tenant, folder, 'ann'), fetcher(), env)
    expect(await tenant.provider.AccessToken.find(value)).toMatchObject({ accountId: 'ann', scope: 'openid profile' })
    expect((await accessToken(credentialOf(tenant, folder, 'ann'), fetcher(), env)).value).toBe(value)
    expect(tenant.seen).toHaveLength(1)
    expect(tenant.seen[0]?.form).not.toHaveProperty('resource')
  })

  it('never gives another user’s token, of the same application and in the same place', async () => {
    const tenant = await logtoLike()
    const folder = await temporaryFolder()
    const env = { XDG_CACHE_HOME: folder }
    for (const user of ['ann', 'bob', 'ann']) {
      const { value } = await accessToken(credentialOf(tenant, folder, user), fetcher(), env)
      expect(await tenant.provider.AccessToken.find(value)).toMatchObject({ accountId: user })
    }
  })

  it('that is wrong is named, but not shown', async () => {
    const lines: string[] = []
    const tenant = await logtoLike()
    const env = { XDG_CACHE_HOME: await temporaryFolder() }
    const credential = credentialOf(tenant, env.XDG_CACHE_HOME, 'eve')
    const failure = await failureOf(accessToken(credential, fetcher({ onDebug: (line) => lines.push(line) }), env))
    expect(failure).toMatchObject({
      exitCode: 3,
      code: 'oidc.invalid_grant',
      message: expect.stringContaining('expired'),
    })
    expect(JSON.stringify([failure, failure.message, failure.stack, lines])).not.toContain('pat_eve')
    expect(lines.length).toBeGreaterThan(3)
  })

  it('wants an application that may exchange tokens', async () => {
    const tenant = await logtoLike()
    const env = { XDG_CACHE_HOME: await temporaryFolder() }
    const credential = { ...credentialOf(tenant, env.XDG_CACHE_HOME, 'ann'), id: 'device-demo-app' }
    expect(await failureOf(accessToken(credential, fetcher(), env))).toMatchObject({
      message: 'the application device-demo-app may not exchange tokens',
      hint: expect.stringContaining('token exchange'),
    })
  })
})

it('a subject token of another kind is sent as what it is, with the secret of its application', async () => {
  const { tokenUrl, seen } = await logtoLike()
  const subject = { subjectToken: 'sub_x', subjectTokenType: subjectTokenTypes.impersonation, scope: 'openid' }
  const failure = await failureOf(exchangeToken({ tokenUrl, id: 'machine', secret: 'wrong', ...subject }, fetcher()))
  expect(failure).toMatchObject({ code: 'oidc.invalid_client' })
  expect(await failureOf(exchangeToken({ tokenUrl, id: 'native', ...subject }, fetcher()))).toMatchObject({
    code: 'oidc.invalid_grant',
  })
  expect(seen.map(({ authorization }) => authorization !== '')).toEqual([true, false])
  expect(seen[1]?.form).toMatchObject({ subject_token_type: 'urn:ietf:params:oauth:token-type:access_token' })
})
