import type { Kind } from '../model/kind.js'
import type { Row } from '../model/row.js'

export const actions: Kind = {
  name: 'actions',
  noun: 'action',
  place: { file: 'actions' },
  reads: { list: 'actions list', adapt: ({ key, value }) => ({ id: String(key), ...(value as Row) }) },
  isNamed: true,
  key: { property: 'id' },
  writes: { create: 'actions upsert', change: 'actions upsert', remove: 'actions delete', whole: true },
  isSecret: ([property]) => property === 'environmentVariables',
  texts: { script: 'js' },
  phase: 130,
}
