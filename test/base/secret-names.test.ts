import { describe, expect, it } from 'vitest'
import { isSecretName, redactErrorDetails, redactSecrets, secretMask } from '../../src/base/secret-names.js'

describe('a secret is known by its name', () => {
  it.each([
    'password',
    'passwordDigest',
    'passwordEncrypted',
    'secret',
    'clientSecret',
    'client_secret',
    'Client-Secret',
    'accessToken',
    'refresh_token',
    'id_token',
    'subjectToken',
    'token',
    'privateKey',
    'signingKey',
    'apiKey',
    'APIKEY',
    'secretKey',
    'secretQrCode',
    'authorization',
    'Set-Cookie',
    'verificationCode',
    'environmentVariables',
    'codes.0',
    'codes.0.code',
    'backupCodes.3',
    'environmentVariables.STRIPE',
    'applications.12.secret',
    'config.clientSecret',
    'config.accessKeySecret',
    'config.authToken',
    'config.apikey',
    'config.appSecret',
    'config.auth.pass',
    'config.auth.refreshToken',
    'config.corpSecret',
    'config.encPrivateKeyPass',
    'config.headers.Authorization',
    'config.headers.X-Hook-Token',
    'config.customHeaders.x-api-key',
  ])('%s', (path) => {
    expect(isSecretName(path.split('.'))).toBe(true)
  })

  it.each([
    '',
    'id',
    'name',
    'value',
    'code',
    'hasPassword',
    'passwordAlgorithm',
    'passwordPolicy',
    'accessTokenTtl',
    'tokenType',
    'customClientMetadata.rotateRefreshToken',
    'siteKey',
    'publicKey',
    'clientId',
    'config.clientId',
    'config.user',
    'config.tokenEndpoint',
    'config.accessKeyId',
    'config.headers.Accept',
    'pass',
    'translation.input.password',
    'fields.password',
    'codesign',
    'signingKeyAlgorithm',
    '0',
  ])('%s is none', (path) => {
    expect(isSecretName(path.split('.'))).toBe(false)
  })
})

describe('redaction', () => {
  it('hides texts and numbers, and leaves what only says whether there is a secret', () => {
    const value = { secret: 's', password: null, token: true, passwordDigest: '', verificationCode: 123456, id: 'a' }
    expect(redactSecrets(value)).toEqual({
      secret: secretMask,
      password: null,
      token: true,
      passwordDigest: '',
      verificationCode: secretMask,
      id: 'a',
    })
  })

  it('reaches into lists and connectors, and copies', () => {
    const value = [{ config: { clientId: 'c', clientSecret: 's', auth: { user: 'u', pass: 'p' } }, codes: ['a', 'b'] }]
    const before = structuredClone(value)
    expect(redactSecrets(value)).toEqual([
      {
        config: { clientId: 'c', clientSecret: secretMask, auth: { user: 'u', pass: secretMask } },
        codes: [secretMask, secretMask],
      },
    ])
    expect(value).toEqual(before)
  })

  it('knows a named secret with an expiry and a new password, but not other values', () => {
    expect(redactSecrets({ name: 'ci', value: 'pat_1', expiresAt: null })).toMatchObject({ value: secretMask })
    expect(redactSecrets({ type: 'password', value: 'pw' })).toMatchObject({ value: secretMask })
    expect(redactSecrets({ type: 'email', value: 'a@b.c' })).toMatchObject({ value: 'a@b.c' })
    expect(redactSecrets({ name: 'n', value: 'v' })).toMatchObject({ value: 'v' })
  })

  it.each([
    [{ code: '123456' }, true],
    [{ code: 'a1b2c3d4e5' }, true],
    [{ code: '4/0AX4XfWh', state: 's' }, true],
    [{ code: 'WDJB-MJHT' }, true],
    [{ code: 'ABCDEFGH' }, true],
    [{ code: '4_0AX4_XfWh' }, true],
    [{ code: 'entity.not_found' }, false],
    [{ code: 'ERR_JWT_CLAIM_VALIDATION_FAILED' }, false],
    [{ code: 'invalid_grant' }, false],
    [{ code: '500', message: 'no' }, false],
    [{ code: 'de' }, false],
    [{ code: 'zh-CN' }, false],
  ])('of the code in %j: %s', (value, isHidden) => {
    expect(redactSecrets(value)).toEqual({ ...value, ...(isHidden && { code: secretMask }) })
  })

  it.each([null, 'text', 1, true, [], {}])('leaves %j as it is', (value) => {
    expect(redactSecrets(value)).toEqual(value)
  })

  it('keeps a property named __proto__ a property', () => {
    const value = redactSecrets(JSON.parse('{"__proto__":{"secret":"s"}}'))
    expect(JSON.stringify(value)).toBe(`{"__proto__":{"secret":"${secretMask}"}}`)
  })
})

describe('in what an error says', () => {
  it('a code is an error code, and what a secret lacks is no secret', () => {
    const details = { error: { code: 'ECONNREFUSED' }, code: 'custom', fieldErrors: { clientSecret: ['Required'] } }
    expect(redactErrorDetails(details)).toEqual(details)
  })

  it('secrets are masked all the same', () => {
    const details = { config: { clientSecret: 's3cret', token: 'abc' }, codes: ['0123456789'] }
    const masked = { config: { clientSecret: secretMask, token: secretMask }, codes: [secretMask] }
    expect(redactErrorDetails(details)).toEqual(masked)
  })
})

it('the code of a failure of the system is none of a person', () => {
  expect(redactSecrets({ code: 'ECONNREFUSED' })).toEqual({ code: 'ECONNREFUSED' })
  expect(redactSecrets({ code: '123456' })).toEqual({ code: secretMask })
})
