/** An object that a value names. */
export interface Reference {
  kind: string
  key: string
}
