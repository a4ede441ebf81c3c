const units: readonly (readonly [Intl.RelativeTimeFormatUnit, seconds: number])[] = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
]

/** A time in words, such as `in 59 minutes` or `2 days ago`. Both in epoch milliseconds. */
export function relativeTime(time: number, now: number): string {
  const seconds = Math.trunc((time - now) / 1000)
  const [unit, length] = units.find(([, each]) => Math.abs(seconds) >= each) ?? (['second', 1] as const)
  return new Intl.RelativeTimeFormat('en').format(Math.trunc(seconds / length), unit)
}
