/** What the place that stdout leads to can show. */
export interface Terminal {
  /** Stdout is a terminal: a person reads it. */
  isTTY: boolean
  /** Columns to fit a table to, 60 to 240. */
  width: number
  colour: boolean
}

const narrowest = 60
const widest = 240

/**
 * Describes the terminal behind `stdout`.
 * Colour: `--no-color` first, then FORCE_COLOR over NO_COLOR (as Node itself ranks the two), then what the stream is.
 * The command line is never read here: a body flag may be called `--color`.
 */
export function terminalOf(
  stdout: { isTTY?: boolean; columns?: number },
  env: NodeJS.ProcessEnv,
  flags: { noColor: boolean },
): Terminal {
  const isTTY = stdout.isTTY === true
  const width = Math.min(Math.max(stdout.columns || 80, narrowest), widest)
  return { isTTY, width, colour: !flags.noColor && coloured(isTTY, env) }
}

function coloured(isTTY: boolean, env: NodeJS.ProcessEnv): boolean {
  const forced = env.FORCE_COLOR
  if (forced !== undefined && forced !== '') return forced !== '0' && forced !== 'false'
  if (env.NO_COLOR) return false
  return isTTY && env.TERM !== 'dumb'
}
