import type { Kind } from '../model/kind.js'
import type { Row } from '../model/row.js'

/** Logto names them differently in lists and in paths. */
const paths: Readonly<Record<string, string>> = {
  'jwt.accessToken': 'access-token',
  'jwt.clientCredentials': 'client-credentials',
}

export const jwtCustomizers: Kind = {
  name: 'jwt-customizers',
  noun: 'token customizer',
  place: { file: 'jwt-customizers' },
  reads: {
    list: 'jwt-customizers list',
    adapt: ({ key, value }) => ({ id: paths[String(key)] ?? String(key), ...(value as Row) }),
  },
  isNamed: true,
  key: { property: 'id' },
  writes: {
    create: 'jwt-customizers upsert',
    change: 'jwt-customizers upsert',
    remove: 'jwt-customizers delete',
    whole: true,
  },
  isSecret: ([property]) => property === 'environmentVariables',
  texts: { script: 'js' },
  phase: 130,
}
