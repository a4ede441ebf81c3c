import { ownProperty } from '../../../call/request/schema.js'
import type { Kind } from '../model/kind.js'
import type { Row } from '../model/row.js'

export const captcha: Kind = {
  name: 'captcha',
  noun: 'captcha provider',
  place: { file: 'captcha' },
  single: 'removable',
  reads: { get: 'captcha-provider get', adapt: ({ config, id }) => ({ id, ...(config as Row) }) },
  key: {},
  writes: {
    create: 'captcha-provider upsert',
    change: 'captcha-provider upsert',
    remove: 'captcha-provider delete',
    whole: true,
    body: (config) => ({ config }),
    at: (body) => ownProperty(body, 'config'),
  },
  isSecret: ([property]) => property === 'secretKey',
  loss: () => 'the captcha policy is switched off',
  phase: 73,
}
