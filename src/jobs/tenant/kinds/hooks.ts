import type { Kind } from '../model/kind.js'
import type { Row } from '../model/row.js'

export const hooks: Kind = {
  name: 'hooks',
  noun: 'webhook',
  place: { file: 'hooks' },
  reads: { list: 'hooks list', get: 'hooks get' },
  key: {
    property: 'name',
    renamable: true,
    repeats: { apart: ({ config }) => [String(((config ?? {}) as Row).url ?? '')].filter((url) => url !== '') },
  },
  writes: {
    create: 'hooks create',
    change: 'hooks update',
    remove: 'hooks delete',
    body({ events, ...rest }, { stored }) {
      const isNew = stored === undefined
      // A hook of the old form has one event and no list, and an empty list is refused.
      const isEmpty = Array.isArray(events) && events.length === 0
      const body = events === undefined || (isEmpty && (isNew || rest.event)) ? rest : { ...rest, events }
      return 'event' in body || isNew || !('event' in rest) ? body : { ...body, event: null }
    },
  },
  leaves: ['createdAt'],
  sets: ['events'],
  isSecret: ([property, part]) => property === 'config' && part === 'headers',
  phase: 140,
}
