import type { FieldFact } from './operation.js'

/** What a PATCH does with what is stored of a property, as a note of a few words; none for a scalar. */
export function fateOf({ replaces, merges }: Pick<FieldFact, 'replaces' | 'merges'>): string[] {
  if (merges) return ['keys that are not given stay']
  return replaces ? ['replaces what is stored'] : []
}
