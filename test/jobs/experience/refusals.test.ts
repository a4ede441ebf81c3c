/** What a tenant refuses of a sign-in: each step with its exit code, its words and what to do. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Finished } from '../../cli/run.js'
import type { Received, Reply } from '../../cli/server.js'
import { errorOf } from '../../cli/tenant.js'
import { Pool } from '../../contract/pool.js'
import { bentTenant, redirect, redirectUri } from './bent-tenant.js'

interface Case {
  /** A step below `/api/experience`, or a path. */
  at: string
  reply: Reply
  flags?: readonly string[]
  input?: string
  exit: number
  code: string
  says: RegExp
  hint: RegExp
}

const byPassword = { flags: ['--identifier', 'username=ann', '--password-stdin'], input: 'a wrong word\n' }
const byCode = { flags: ['--identifier', 'email=ann@example.com', '--code-stdin'], input: '123456\n' }
const byToken = {
  flags: ['--identifier', 'email=ann@example.com', '--one-time-token-stdin'],
  input: 'token-of-the-link\n',
}
const signUp = { flags: ['--register', ...byPassword.flags], input: byPassword.input }

function refusal(status: number, code: string, message: string, data?: object): Reply {
  return { status, body: { code, message, ...(data ? { data } : {}) } }
}

const needsTotp = refusal(403, 'session.mfa.require_mfa_verification', 'Mfa verification is required to sign in.', {
  availableFactors: ['Totp', 'BackupCode', 'WebAuthn'],
  maskedIdentifiers: {},
})

/** Statuses, codes and data as Logto answers them. */
const cases: Readonly<Record<string, Case>> = {
  'an unknown client': {
    at: '/oidc/auth',
    reply: refusal(400, 'oidc.invalid_client', 'Invalid client.'),
    exit: 5,
    code: 'oidc.invalid_client',
    says: /^the client id case-\d+ is unknown to this tenant \(oidc.invalid_client\)$/,
    hint: /logto apps list/,
  },
  'a wrong redirect URI': {
    at: '/oidc/auth',
    reply: refusal(400, 'oidc.invalid_redirect_uri', 'Invalid redirect uri.'),
    exit: 5,
    code: 'oidc.invalid_redirect_uri',
    says: /^https:\/\/app\.example\.com\/callback is not a redirect URI of the application case-\d+/,
    hint: /redirectUris must hold it to the letter/,
  },
  'an unknown scope': {
    at: '/oidc/auth',
    reply: redirect(`${redirectUri}?error=invalid_scope&error_description=requested+scope+is+not+allowed&state=s`),
    exit: 3,
    code: 'oidc.invalid_scope',
    says: /scope is unknown to the tenant/,
    hint: /--scope/,
  },
  'a page that is no Logto': {
    at: '/oidc/auth',
    reply: { status: 200, headers: { 'content-type': 'text/html' }, body: '<p>Welcome</p>' },
    exit: 7,
    code: 'http.not_json',
    says: /not JSON but text\/html/,
    hint: /is the endpoint the address of a Logto tenant/,
  },
  'a tenant without cookies': {
    at: '/oidc/auth',
    reply: redirect('/sign-in'),
    exit: 7,
    code: 'experience.no_cookie',
    says: /set no cookie/,
    hint: /does a proxy keep its cookies back/,
  },
  'a CAPTCHA': {
    at: 'PUT ',
    reply: refusal(422, 'session.captcha_failed', 'Captcha verification failed.'),
    exit: 5,
    code: 'session.captcha_failed',
    says: /^beginning the sign-in was refused: .*CAPTCHA.* cannot be solved from the shell \(session.captcha_failed\)$/,
    hint: /logto sign-in-exp update --captcha-policy/,
  },
  'a wrong password': {
    at: 'POST /verification/password',
    reply: refusal(422, 'session.invalid_credentials', 'Incorrect account or password.'),
    exit: 5,
    code: 'session.invalid_credentials',
    says: /^checking the password was refused: the identifier or the password is wrong \(session.invalid_credentials\)$/,
    hint: /logto users find/,
  },
  'too many attempts': {
    at: 'POST /verification/password',
    reply: refusal(400, 'session.verification_blocked_too_many_attempts', 'Too many attempts in a short time.'),
    exit: 5,
    code: 'session.verification_blocked_too_many_attempts',
    says: /too many attempts failed, and the identifier is blocked for a while/,
    hint: /logto sentinel-activities delete/,
  },
  'an expired password': {
    at: 'POST /verification/password',
    reply: refusal(422, 'password.expired', 'Your password has expired.'),
    exit: 5,
    code: 'password.expired',
    says: /the password has expired/,
    hint: /logto experience reset-password --identifier/,
  },
  'an interaction that has expired at the tenant': {
    at: 'POST /verification/password',
    reply: refusal(400, 'session.not_found', 'Session not found. Please go back and sign in again.'),
    exit: 3,
    code: 'session.not_found',
    says: /^checking the password was refused: the sign-in has ended, or was never begun/,
    hint: /begin the sign-in again/,
  },
  'nobody with this identifier': {
    at: 'POST /identification',
    reply: refusal(404, 'user.user_not_exist', 'User with {{ identifier }} does not exist.', { identifier: 'ann' }),
    exit: 4,
    code: 'user.user_not_exist',
    says: /^finding the user was refused: no account has this identifier/,
    hint: /--register/,
  },
  'enterprise SSO': {
    at: 'POST /identification',
    reply: refusal(422, 'session.sso_enabled', 'Single sign on is enabled for this given email.', {
      ssoConnectors: [{ id: 'uu7zjs4j75nf', config: { clientId: 'foo', clientSecret: 'secret-of-the-connector' } }],
    }),
    exit: 5,
    code: 'session.sso_enabled',
    says: /enterprise SSO/,
    hint: /needs a browser: logto experience start-sso/,
  },
  'a second factor that was not given': {
    at: 'POST /submit',
    reply: needsTotp,
    exit: 3,
    code: 'session.mfa.require_mfa_verification',
    says: /^a second factor is needed, one of Totp, BackupCode, WebAuthn \(session.mfa.require_mfa_verification\)$/,
    hint: /^add --totp-secret-stdin or --backup-code-stdin$/,
  },
  'profile data that is missing': {
    at: 'POST /submit',
    reply: refusal(422, 'user.missing_profile', 'You need to provide additional info before signing-in.', {
      missingProfile: ['email', 'password', 'givenName'],
    }),
    exit: 5,
    code: 'user.missing_profile',
    says: /^finishing the sign-in was refused: the account lacks email, password, givenName/,
    hint: /^add --identifier email=ADDRESS and --password-stdin and --profile-field givenName=VALUE$/,
  },
  'MFA that must be set up': {
    at: 'POST /submit',
    reply: refusal(422, 'user.missing_mfa', 'You need to set up MFA before signing-in.', {
      availableFactors: ['Totp'],
    }),
    exit: 5,
    code: 'user.missing_mfa',
    says: /must set up a second factor first \(Totp\)/,
    hint: /create-totp-secret, verify-totp, bind-mfa/,
  },
  'no connector for codes': {
    at: 'POST /verification/verification-code',
    reply: refusal(501, 'connector.not_found', 'Cannot find any available connector for type: Email.'),
    ...byCode,
    exit: 7,
    code: 'connector.not_found',
    says: /^sending a code to email ann@example.com was refused: the tenant has no connector/,
    hint: /logto connectors create/,
  },
  'too many messages': {
    at: 'POST /verification/verification-code',
    reply: refusal(429, 'request.message_rate_limited', 'Too many messages sent to this recipient.'),
    ...byCode,
    exit: 6,
    code: 'request.message_rate_limited',
    says: /too many messages went to this recipient/,
    hint: /wait ten minutes/,
  },
  'a wrong code': {
    at: 'POST /verification/verification-code/verify',
    reply: refusal(400, 'verification_code.code_mismatch', 'Invalid verification code.'),
    ...byCode,
    exit: 5,
    code: 'verification_code.code_mismatch',
    says: /^checking the code was refused: the code is wrong/,
    hint: /begin the sign-in again/,
  },
  'a one-time token that is unknown': {
    at: 'POST /verification/one-time-token/verify',
    reply: refusal(404, 'one_time_token.token_not_found', 'Token token-of-the-link not found.'),
    ...byToken,
    exit: 4,
    code: 'one_time_token.token_not_found',
    says: /^checking the one-time token was refused: there is no such token for this address/,
    hint: /logto one-time-tokens create/,
  },
  'a refusal that repeats a secret': {
    at: 'POST /verification/one-time-token/verify',
    reply: refusal(400, 'one_time_token.unheard_of', 'Token token-of-the-link is odd.'),
    ...byToken,
    exit: 5,
    code: 'one_time_token.unheard_of',
    says: /^checking the one-time token was refused: Token •••• is odd \(one_time_token.unheard_of\)$/,
    hint: /--debug/,
  },
  'a user name that is taken': {
    at: 'POST /verification/new-password-identity',
    reply: refusal(422, 'user.username_already_in_use', 'This username is already in use.'),
    ...signUp,
    exit: 5,
    code: 'user.username_already_in_use',
    says: /^choosing username and password was refused: an account has this username already/,
    hint: /leave --register out/,
  },
}

/** A case is known by the application that it signs in to. */
const names = Object.keys(cases)
const outcomes = new Map<string, Finished>()
const received: Received[] = []
let close = () => {}

beforeAll(async () => {
  const tenant = await bentTenant(bend, {
    end: (stop) => {
      close = stop
    },
  })
  const pool = new Pool([1, 2, 3, 4])
  await Promise.all(
    names.map((name, number) =>
      pool.lend(async () => {
        const { flags, input } = { ...byPassword, ...cases[name] }
        const line = ['--client-id', `case-${number}`, '--redirect-uri', redirectUri, ...flags, '--json', '--debug']
        outcomes.set(name, await tenant.logto(['experience', 'sign-in', ...line], { input }))
      }),
    ),
  )
  received.push(...tenant.received)
}, 60_000)
afterAll(() => close())

function bend({ method, path, query, headers }: Received): Reply | undefined {
  const client = headers['logto-app-id'] ?? query.find(([name]) => name === 'client_id')?.[1]
  const chosen = cases[names[Number(String(client).replace('case-', ''))] ?? '']
  const place = path.startsWith('/api/experience') ? `${method} ${path.slice('/api/experience'.length)}` : path
  return chosen?.at === place ? chosen.reply : undefined
}

/** `--debug` adds text before the error. */
function withoutDebug(outcome: Finished): Finished {
  return {
    ...outcome,
    stderr: outcome.stderr
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .join('\n'),
  }
}

describe('a sign-in is refused for', () => {
  it.each(names)('%s', (name) => {
    const outcome = outcomes.get(name)
    const wanted = cases[name]
    if (!outcome || !wanted) throw new Error('the case was not run')
    const error = errorOf(withoutDebug(outcome))
    expect(error.message).toMatch(wanted.says)
    expect(error.hint).toMatch(wanted.hint)
    expect({ exit: outcome.code, code: error.code, stdout: outcome.stdout }).toEqual({
      exit: wanted.exit,
      code: wanted.code,
      stdout: '',
    })
  })

  it('whatever it is, no secret is told, not even by --debug', () => {
    const all = [...outcomes.values()].map(({ stderr }) => stderr).join('')
    expect(all).toContain('> POST')
    expect(all).not.toMatch(/a wrong word|123456|token-of-the-link|secret-of-the-connector|cookie-of-the-interaction/)
  })

  it('whatever it is, no token of the shell goes along, and nothing is sent twice', () => {
    expect(received.filter(({ headers }) => headers.authorization)).toEqual([])
    const limited = received.filter(({ path }) => path.endsWith('/verification-code'))
    expect(limited).toHaveLength(names.filter((name) => cases[name]?.flags === byCode.flags).length)
  })
})
