/** Sign-ins at the OpenID provider that Logto is built on: its cookies, redirects, proofs and tokens are the real ones. */

import { describe, expect, it } from 'vitest'
import { errorOf } from '../cli/tenant.js'
import { apps, bareRedirectUri, providerTenant, redirectUri, resource, webSecret } from './provider-tenant.js'

const to = (app: string) => ['--client-id', app, '--redirect-uri', redirectUri]
const ann = ['--identifier', 'username=ann', '--password-stdin', '--json']
const input = 'right horse\n'

describe('a sign-in at the real provider', () => {
  it('of a single-page application', async () => {
    const { logto, endpoint } = await providerTenant()
    const { code, stdout, stderr } = await logto(['experience', 'sign-in', ...to(apps.spa), ...ann, '--decode'], {
      input,
    })
    expect(code, stderr).toBe(0)
    const tokens = JSON.parse(stdout)
    expect(tokens.id_token.claims).toMatchObject({
      sub: 'user-ann',
      aud: apps.spa,
      iss: `${endpoint}/oidc`,
      name: 'Ann',
    })
    expect(tokens).toMatchObject({ access_token: 'opaque', scope: 'openid profile' })
    expect(tokens.refresh_token).toBeUndefined()
  })

  it('of a web application with a secret, a resource and a refresh token', async () => {
    const { logto } = await providerTenant()
    const wishes = [
      '--scope',
      'openid offline_access read:orders',
      '--resource',
      resource,
      '--client-secret-stdin',
      '--decode',
    ]
    const line = ['experience', 'sign-in', ...to(apps.web), ...ann, ...wishes]
    const { code, stdout, stderr } = await logto(line, { input: `${input}${webSecret}\n` })
    expect(code, stderr).toBe(0)
    const tokens = JSON.parse(stdout)
    expect(tokens.access_token.claims).toMatchObject({ aud: resource, scope: 'read:orders', sub: 'user-ann' })
    expect(tokens.refresh_token).toBe('opaque')
  })

  it('takes the redirect URI to the letter', async () => {
    const { logto } = await providerTenant()
    const line = ['experience', 'sign-in', '--client-id', apps.spa, '--redirect-uri', bareRedirectUri, ...ann]
    const { code, stderr } = await logto(line, { input })
    expect(code, stderr).toBe(0)
  })

  it('step by step, two side by side', async () => {
    const { logto } = await providerTenant()
    for (const name of ['ann', 'bob']) {
      const begun = await logto(['experience', 'authorize', ...to(apps.spa), '--session', name])
      expect(begun.code, begun.stderr).toBe(0)
    }
    for (const name of ['bob', 'ann']) {
      const on = ['--session', name, '--json']
      const identifier = ['--set', 'identifier.type=username', '--set', `identifier.value=${name}`]
      await logto(['experience', 'init', '--interaction-event', 'SignIn', ...on])
      const verified = await logto(['experience', 'verify-password', ...identifier, '--password', '-', ...on], {
        input,
      })
      expect(verified.code, verified.stderr).toBe(0)
      const { verificationId } = JSON.parse(verified.stdout)
      expect((await logto(['experience', 'identify', '--verification-id', verificationId, ...on])).code).toBe(0)
      expect((await logto(['experience', 'submit', ...on])).code).toBe(0)
    }
    for (const name of ['ann', 'bob']) {
      const { code, stdout, stderr } = await logto(['experience', 'exchange', '--session', name, '--decode', '--json'])
      expect(code, stderr).toBe(0)
      expect(JSON.parse(stdout).id_token.claims.sub).toBe(`user-${name}`)
    }
  })

  it.each<[string, string[], string, number, string, string]>([
    [
      'an unknown client',
      to('nobody'),
      input,
      5,
      'oidc.invalid_client',
      'the client id nobody is unknown to this tenant',
    ],
    [
      'a wrong redirect URI',
      ['--client-id', apps.spa, '--redirect-uri', 'https://evil.example/'],
      input,
      5,
      'oidc.invalid_redirect_uri',
      'https://evil.example/ is not a redirect URI of the application app-spa',
    ],
    [
      'nobody to be asked',
      [...to(apps.spa), '--prompt', 'none'],
      input,
      3,
      'oidc.login_required',
      'the user is not signed in',
    ],
    [
      'a wrong password',
      to(apps.spa),
      'wrong horse\n',
      5,
      'session.invalid_credentials',
      'the identifier or the password is wrong',
    ],
    ['a missing secret', to(apps.web), input, 3, 'oidc.invalid_client', 'the application app-web did not prove itself'],
    [
      'a wrong secret',
      [...to(apps.web), '--client-secret-stdin'],
      `${input}wrong\n`,
      3,
      'oidc.invalid_client',
      'the application app-web did not prove itself',
    ],
    [
      'a third-party application',
      to(apps.thirdParty),
      input,
      3,
      'experience.consent_required',
      'the user must agree to it in a browser',
    ],
  ])('is refused for %s', async (_, flags, typed, exit, code, says) => {
    const { logto } = await providerTenant()
    const outcome = await logto(['experience', 'sign-in', ...flags, ...ann], { input: typed })
    const error = errorOf(outcome)
    expect([outcome.code, error.code, outcome.stdout]).toEqual([exit, code, ''])
    expect(error.message).toContain(says)
  })
})
