import { grouped } from '../../base/many.js'
import { showsUnicode } from './unicode.js'

/** How much of a walk is done. */
export interface Distance {
  done: number
  /** Rows there are in all, where that is known. */
  total?: number | undefined
  /** Said behind the numbers. */
  beside?: string | undefined
}

interface Drawing {
  wheel: readonly string[]
  full: string
  empty: string
}

const unicode: Drawing = { wheel: [...'⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏'], full: '█', empty: '░' }
const ascii: Drawing = { wheel: [...'|/-\\'], full: '#', empty: '-' }

/** Cells of the bar. */
const barLength = 20

/**
 * The line of a wait: a wheel that turns with each tick and what is waited for, or how far a walk has come, with a bar
 * where its end is known.
 */
export function statusLine(
  tick: number,
  label: string,
  distance: Distance | undefined,
  env: NodeJS.ProcessEnv,
): string {
  const { wheel, full, empty } = showsUnicode(env) ? unicode : ascii
  const turned = wheel[tick % wheel.length] ?? ''
  if (!distance) return `${turned} ${label}`
  const { done, total, beside } = distance
  const more = beside ? ` · ${beside}` : ''
  const count = grouped
  if (total === undefined) return `${turned} ${count(done)} so far${more}`
  const filled = Math.min(barLength, Math.floor((done / Math.max(total, 1)) * barLength))
  return `${turned} ${full.repeat(filled)}${empty.repeat(barLength - filled)} ${count(done)} of ${count(total)}${more}`
}
