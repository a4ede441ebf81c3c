import type { Kind } from '../model/kind.js'
import { accessRules } from '../parts/access-rules.js'
import { ownSwitch } from '../parts/own-switch.js'

export const samlApplications: Kind = {
  name: 'saml-applications',
  noun: 'SAML application',
  place: { file: 'saml-applications' },
  reads: {
    list: 'apps list',
    each: true,
    get: 'saml-apps get',
    also: [{ property: 'accessControl', command: 'apps get-access-control', document: true }],
  },
  takes: (row) => row.type === 'SAML',
  key: {
    property: 'name',
    renamable: true,
    repeats: { apart: ({ entityId }) => (typeof entityId === 'string' ? [entityId] : []) },
  },
  writes: { create: 'saml-apps create', change: 'saml-apps update', remove: 'saml-apps delete' },
  parts: [
    accessRules,
    ownSwitch({ property: 'appLevelAccessControlEnabled', change: 'saml-apps update', on: 111, off: 109 }),
  ],
  loss: () => 'its certificates go with it',
  phase: 82,
}
