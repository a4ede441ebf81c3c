import { isPlainObject } from '../../../base/value-path.js'
import type { Kind } from '../model/kind.js'
import type { Part } from '../model/part.js'

/** Fields are asked for in the order of their numbers. */
const place: Part = {
  property: 'sieOrder',
  schema: { type: 'number' },
  read: ({ sieOrder }) => sieOrder,
  phase: () => 71,
  async write({ api, ids: [name], to }) {
    await api.write('custom-profile-fields reorder', [], { order: [{ name, sieOrder: to }] })
  },
}

export const customProfileFields: Kind = {
  name: 'custom-profile-fields',
  noun: 'profile field',
  place: { file: 'custom-profile-fields' },
  reads: { list: 'custom-profile-fields list', get: 'custom-profile-fields get' },
  id: ({ name }) => String(name),
  isNamed: true,
  key: { property: 'name' },
  writes: {
    create: 'custom-profile-fields create',
    change: 'custom-profile-fields replace',
    remove: 'custom-profile-fields delete',
    whole: true,
    keeps: true,
  },
  parts: [place],
  // What was not given is answered in forms that Logto does not take back.
  blank: {
    label: (value) => value === '',
    config: (value) => isPlainObject(value) && Object.keys(value).length === 0,
  },
  loss: () => 'it leaves the sign-in experience and the account center',
  phase: 70,
}
