import { describe, expect, it } from 'vitest'
import { claimsOf, explainRefusal, fits } from '../../../src/access/auth/token-claims.js'

const resource = 'https://default.logto.app/api'
const now = Math.floor(Date.now() / 1000)

function jwt(claims: object): string {
  return `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.sig`
}

describe('claims', () => {
  it.each([
    'opaque',
    'a.b',
    'a.!!!.c',
    `a.${Buffer.from('null').toString('base64url')}.c`,
    '',
  ])('are none in %j', (token) => {
    expect(claimsOf(token)).toBeUndefined()
  })
})

describe('a token fits', () => {
  it.each([
    ['the resource and the scope', { aud: resource, scope: 'all' }, { resource, scope: 'all' }, true],
    ['one of several audiences', { aud: ['x', resource], scope: 'a all b' }, { resource }, true],
    ['but not another resource', { aud: 'https://x.test', scope: 'all' }, { resource, scope: 'all' }, false],
    ['but not without the scope', { aud: resource }, { resource, scope: 'all' }, false],
    [
      'but not a scope that only contains the word',
      { aud: resource, scope: 'allow' },
      { resource, scope: 'all' },
      false,
    ],
    ['another scope that was asked for', { aud: resource, scope: 'read' }, { resource, scope: 'read' }, true],
    ['whatever it is when no resource was asked for', { aud: 'x' }, { scope: 'openid' }, true],
  ])('%s', (_, claims, asked, expected) => {
    expect(fits(jwt(claims), asked)).toBe(expected)
  })

  it('when it is opaque: nothing can be read from it', () => {
    expect(fits('opaque', { resource, scope: 'all' })).toBe(true)
  })
})

describe('a refusal is explained by', () => {
  const good = { aud: resource, scope: 'all', exp: now + 600, iat: now }
  const server = now * 1000
  it.each<[string, object, number | undefined, string | undefined, string | undefined]>([
    ['nothing', good, server, 'all', undefined],
    ['the end of its life', { ...good, exp: now - 5 }, server, 'all', 'get a new one'],
    ['this machine’s clock', { ...good, exp: now + 300 }, server + 600_000, 'all', 'clock: this machine'],
    ['the server’s clock', { ...good, iat: now + 300 }, server, 'all', 'one of the two clocks'],
    ['the audience', { ...good, aud: 'https://x.test' }, server, 'all', 'the token is for https://x.test'],
    ['no audience', { ...good, aud: undefined }, server, 'all', 'the token is for no resource'],
    ['the role', { ...good, scope: undefined }, undefined, 'all', "the role 'Logto Management API access'"],
    ['the scope asked for', { ...good, scope: 'read' }, server, 'read', 'unset LOGTO_SCOPE'],
    ['the role of a given token', { ...good, scope: '' }, server, undefined, 'the role'],
  ])('%s', (_, claims, serverTime, asked, expected) => {
    const why = explainRefusal(jwt(claims), resource, serverTime, asked)
    if (expected === undefined) expect(why).toBeUndefined()
    else expect(why).toContain(expected)
  })

  it('its being opaque', () => {
    expect(explainRefusal('opaque', resource, server)).toContain('opaque')
  })
})
