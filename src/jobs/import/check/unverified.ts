import { fault, type UnplacedFault } from '../fault.js'
import type { Address, Person } from '../person.js'
import type { UnverifiedChoice } from '../wishes.js'

const words: Record<Address, { one: string; inCustomData: string }> = {
  primaryEmail: { one: 'e-mail addresses', inCustomData: 'unverifiedEmail' },
  primaryPhone: { one: 'telephone numbers', inCustomData: 'unverifiedPhone' },
}

/** Does with unconfirmed addresses as is wished; without a wish they stay, and the plan asks for one. */
export function placeUnverified(person: Person, choice: UnverifiedChoice | undefined): UnplacedFault[] {
  if (choice === undefined || choice === 'keep') return []
  const { creation, changes } = person
  const faults: UnplacedFault[] = []
  for (const address of person.unverified) {
    const { one, inCustomData } = words[address]
    const value = creation[address]
    delete creation[address]
    if (choice === 'drop') changes.push(`unconfirmed ${one} dropped`)
    else if (inCustomData in creation.customData) {
      faults.push(fault('custom_data_taken', `customData has ${inCustomData} already`, person.from[address]))
    } else {
      creation.customData[inCustomData] = value
      changes.push(`unconfirmed ${one} kept in customData`)
    }
  }
  return faults
}
