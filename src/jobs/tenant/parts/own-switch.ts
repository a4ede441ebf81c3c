import type { Part } from '../model/part.js'

interface OwnSwitch {
  property: string
  /** Command whose body takes it. */
  change: string
  on: number
  off: number
}

/** A switch that is set after, and taken back before, what it depends on. */
export function ownSwitch({ property, change, on, off }: OwnSwitch): Part {
  return {
    property,
    schema: { type: 'boolean' },
    none: false,
    read: (row) => row[property] === true,
    phase: (to) => (to === true ? on : off),
    async write({ api, ids, to }) {
      await api.write(change, ids, { [property]: to === true })
    },
  }
}
