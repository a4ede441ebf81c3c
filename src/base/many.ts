/** A number of things in words: `1 person`, `2,000 people`. */
export function many(count: number, one: string, several: string): string {
  return `${grouped(count)} ${count === 1 ? one : several}`
}

/** A whole number as people read it: "5,000". `toLocaleString` would load Node's tables of languages for it, for 7 ms. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',')
}
