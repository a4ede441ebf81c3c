/** A number of things in words: `1 person`, `2,000 people`. */
export function many(count: number, one: string, several: string): string {
  return `${grouped(count)} ${count === 1 ? one : several}`
}

/** A count as people read it: "5,000". */
export function grouped(count: number): string {
  return count.toLocaleString('en-US')
}
