import type { Outcomes } from '../../bulk/report/tally.js'

/** What becomes of a person of an import. `unfinished`: created, and not all that belongs to it was done. */
export const personOutcomes = {
  words: {
    created: 'created',
    updated: 'updated',
    existed: 'existed and left alone',
    unfinished: 'created, but not finished',
    failed: 'not created',
    unclear: 'unclear',
    invalid: 'left out',
  },
  good: ['created', 'updated', 'existed'],
} as const satisfies Outcomes<string>
export type PersonState = keyof typeof personOutcomes.words
