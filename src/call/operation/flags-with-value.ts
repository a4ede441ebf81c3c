/** Global flags that take a value, so that the word behind them is no command. Held to the real flags by a test. */
export const flagsWithValue: ReadonlySet<string> = new Set([
  '--endpoint',
  '--profile',
  '-p',
  '--output',
  '-o',
  '--columns',
  '--query',
  '--query-param',
  '--header',
  '--retries',
  '--timeout',
])
