/** A word that may be typed next, and what it means where that is known. */
export interface Candidate {
  word: string
  meaning?: string | undefined
}
