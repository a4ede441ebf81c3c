/** A number of things in words: `1 person`, `2,000 people`. */
export function many(count: number, one: string, several: string): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : several}`
}
