/** The texts of a list in a file; none where it is not set. */
export function textsIn(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
}

/** What one list has that another lacks. */
export function missingFrom(list: readonly string[], other: readonly string[]): string[] {
  return list.filter((item) => !other.includes(item))
}

export const textList = { type: 'array', items: { type: 'string' } }
