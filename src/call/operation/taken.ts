import { isPlainObject } from '../../base/value-path.js'
import type { Refused, Remedy, Words } from './refused.js'
import { shellWord } from './shell-text.js'
import { usedProfile } from './tenant-name.js'

/** A value that must be unique, and that something else has. `wires` are the properties that it may have come from. */
export function taken(noun: string, wires: readonly string[], owner: 'user' | 'other' = 'other'): Remedy {
  return (refused): Words => {
    const { flag, value } = givenIn(refused, wires)
    const named = value === undefined ? `this ${noun}` : `the ${noun} ${value}`
    return {
      says: `${named} is already taken${flag === undefined ? '' : ` (--${flag})`}`,
      hint:
        owner === 'user' && value !== undefined
          ? `give another one; \`logto users find ${shellWord([value])}${usedProfile(refused.tenant)}\` shows who has it`
          : 'give another one',
    }
  }
}

/** What was sent in the first of the properties, and the flag that sets it. */
function givenIn({ sent, operation }: Refused, wires: readonly string[]): { flag?: string; value?: string } {
  const { body } = sent.request ?? {}
  const values = body?.kind === 'json' && isPlainObject(body.value) ? body.value : {}
  const wire = wires.find((name) => typeof values[name] === 'string')
  if (wire === undefined) return {}
  const [flag] = Object.entries(operation.body?.fields ?? {}).find(([, field]) => field.wire === wire) ?? []
  return { value: String(values[wire]), ...(flag === undefined ? {} : { flag }) }
}
