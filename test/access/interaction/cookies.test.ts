import { describe, expect, it } from 'vitest'
import { Cookies } from '../../../src/access/interaction/cookies.js'

const tenant = new URL('https://acme.logto.app/oidc/auth')
const at = (path: string) => new URL(path, tenant)

/** Cookies after an answer, stored and opened again as between two runs. */
async function cookiesAfter(...setCookie: string[]): Promise<Cookies> {
  const cookies = await Cookies.open()
  cookies.take(tenant, setCookie)
  return Cookies.open(JSON.parse(JSON.stringify(cookies.stored())))
}

describe('the cookies of a sign-in', () => {
  it('go where their path says', async () => {
    const cookies = await cookiesAfter('_interaction=a; path=/', '_interaction_resume=b; path=/oidc/auth/uid')
    expect(cookies.headerFor(at('/api/experience'))).toBe('_interaction=a')
    expect(cookies.headerFor(at('/oidc/auth/uid'))).toBe('_interaction_resume=b; _interaction=a')
  })

  it('go to no other host', async () => {
    const cookies = await cookiesAfter('_interaction=a; path=/')
    for (const other of ['https://evil.example/', 'https://logto.app/', 'https://other.logto.app/']) {
      expect(cookies.headerFor(new URL(other))).toBeUndefined()
    }
  })

  it('are not taken for another host, nor for a whole public suffix', async () => {
    const cookies = await cookiesAfter('a=1; domain=evil.example', 'b=2; domain=app', 'c=3; domain=other.logto.app')
    expect(cookies.names()).toEqual([])
  })

  it('that are secure do not go over plain http', async () => {
    const cookies = await cookiesAfter('_interaction=a; path=/; secure')
    expect(cookies.headerFor(new URL('http://acme.logto.app/'))).toBeUndefined()
    expect(cookies.headerFor(at('/'))).toBe('_interaction=a')
  })

  it('are replaced, and removed, as the server says', async () => {
    const replaced = await cookiesAfter('_interaction=a; path=/', '_interaction=b; path=/')
    expect(replaced.headerFor(at('/'))).toBe('_interaction=b')
    const removed = await cookiesAfter(
      '_interaction=a; path=/',
      '_interaction=; path=/; expires=Thu, 01 Jan 1970 00:00:00 GMT',
    )
    expect(removed.headerFor(at('/'))).toBeUndefined()
  })

  it('are named without their values', async () => {
    const cookies = await cookiesAfter('_interaction=secret-value; path=/')
    expect(cookies.names()).toEqual([{ name: '_interaction', path: '/' }])
  })
})
