/** Answers as a tenant of many tongues gives them, for the golden screens. */

import type { Script } from './server.js'

const at = Date.UTC(2026, 0, 31, 9, 5)

const users = [
  {
    id: 'u4x8k2m9p1qz',
    username: 'ann',
    primaryEmail: 'ann@example.com',
    primaryPhone: '4915512345678',
    name: 'Ann Lee',
    isSuspended: false,
    createdAt: at,
    lastSignInAt: at,
    avatar: null,
  },
  {
    id: 'v7b3n5k8w2ty',
    username: 'tanaka',
    primaryEmail: 'tanaka.kotaro@example.co.jp',
    primaryPhone: null,
    name: '田中 光太郎',
    isSuspended: false,
    createdAt: at,
    lastSignInAt: null,
    avatar: null,
  },
  {
    id: 'c1d9f4h6j0ls',
    username: 'family',
    primaryEmail: `the.longest.address.of.them.all@${'subdomain.'.repeat(4)}example.org`,
    primaryPhone: null,
    name: '👩‍👩‍👧‍👦 👍🏽 🇦🇹 e\u0301t\u0301e\u0301',
    isSuspended: true,
    createdAt: at,
    lastSignInAt: at,
    avatar: null,
  },
  {
    id: 'h2m5q8s1v4xz',
    username: 'dana',
    primaryEmail: 'dana@example.co.il',
    primaryPhone: null,
    name: 'דנה כהן',
    isSuspended: false,
    createdAt: at,
    lastSignInAt: at,
    avatar: null,
  },
  {
    id: 'e0g3i6k9n2pr',
    username: 'evil',
    primaryEmail: '\u001b[31mred@example.com',
    primaryPhone: null,
    name: 'a\u0007b\u202ecod.exe\nsecond line',
    isSuspended: false,
    createdAt: at,
    lastSignInAt: null,
    avatar: null,
  },
]

const app = {
  tenantId: 'default',
  id: 'm7x2k9d4p1w8q3z6t5r0b',
  name: 'Shop 店',
  secret: 'never-on-a-screen',
  description:
    'The shop that our customers see. It signs people in with their e-mail address, and keeps them signed in for two weeks.',
  type: 'Traditional',
  oidcClientMetadata: {
    redirectUris: ['https://shop.example.com/callback', 'https://staging.shop.example.com/callback'],
    postLogoutRedirectUris: [],
    backchannelLogoutUri: null,
  },
  customClientMetadata: { idTokenTtl: 3600, corsAllowedOrigins: ['https://shop.example.com'], alwaysIssue: true },
  protectedAppMetadata: null,
  isThirdParty: false,
  createdAt: at,
  customData: {
    note: 'two\nlines',
    owner: { team: 'コマース', contacts: [{ name: 'Ann', on: true }, { name: 'Bo' }] },
  },
}

const refusals: Record<string, { status: number; body: unknown }> = {
  'POST /api/users': {
    status: 422,
    body: {
      code: 'user.username_already_in_use',
      message: 'This username is already in use by somebody else, and nobody can have it twice: choose another one.',
      data: { username: 'ann', by: 'ה\u202eevil' },
    },
  },
  'POST /api/roles': {
    status: 400,
    body: {
      code: 'guard.invalid_input',
      message: 'The request input is invalid.',
      details:
        'Error in key path "name": String must contain at least 1 character(s)\nError in key path "scopes": \u001b]0;x',
    },
  },
  'GET /api/users/nobody': {
    status: 404,
    body: { code: 'entity.not_exists_with_id', message: 'There is no such user.' },
  },
  'GET /api/hooks': {
    status: 401,
    body: {
      code: 'auth.unauthorized',
      message: 'Unauthorized. Please check credentials and its scope.',
      data: { code: 'ERR_JWT_CLAIM_VALIDATION_FAILED', claim: 'aud' },
    },
  },
}

export const answers: Script = ({ method, path }) => {
  const refusal = refusals[`${method} ${path}`]
  if (refusal) return { ...refusal, headers: { 'logto-core-request-id': 'k3j9x2m5' } }
  if (path === '/api/users') return { body: users, headers: { 'total-number': '1234' } }
  if (path.startsWith('/api/users/')) return { body: users[0] }
  return { body: app }
}
