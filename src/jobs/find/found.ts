import type { Known } from './catalogue.js'

/** A command that was found; a higher score is a better match, of no meaning otherwise. */
export interface Found {
  known: Known
  score: number
}

/** More than any words give: the command was named by one of its exact names. */
export const exact = 1000
