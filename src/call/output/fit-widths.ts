/** Spaces between two columns of a table. */
export const gap = 2

/** What a column needs, and what it can do without. Widths are in terminal columns. */
export interface Need {
  /** The width of its widest cell. */
  cells: number
  /** The width of its heading, and the least that must be seen of that. */
  heading: number
  leastHeading: number
  /** The least that must be seen of its cells. */
  least: number
  /** `first` shrinks before others do, `last` after all others. */
  shrinks?: 'first' | 'last' | undefined
  /** Tells no row from another: goes before anything that does is cut. */
  isConstant: boolean
}

/** What is longer than this is told by its beginning as well. */
const comfortable = 40

/**
 * The widths of a table's columns so that a line fits the room; undefined for a column that has none. In this order,
 * until it fits: headings wider than their cells are cut, cells of great length too, columns that shrink first shrink, the last one that tells no
 * row from another goes, the widest of all shrink, and the last column goes. What goes leaves its room to the others.
 */
export function fitWidths(needs: readonly Need[], room: number): (number | undefined)[] {
  const widths = needs.map(({ cells, heading }) => Math.min(Math.max(cells, heading), room))
  const excess = () => lineWidth(widths) - room
  const without = (gone: number) => {
    const others = fitWidths(needs.toSpliced(gone, 1), room)
    return others.toSpliced(gone, 0, undefined)
  }

  shrink(widths, excess(), ({ cells, leastHeading }) => Math.max(cells, leastHeading), needs)
  shrink(widths, excess(), (need, width) => (need.shrinks === 'last' ? width : comfortable), needs)
  shrink(widths, excess(), (need, width) => (need.shrinks === 'first' ? leastOf(need) : width), needs)
  if (excess() <= 0) return widths
  const constant = needs.findLastIndex(({ isConstant }) => isConstant)
  if (constant > 0) return without(constant)
  shrink(widths, excess(), (need, width) => (need.shrinks === 'last' ? width : leastOf(need)), needs)
  shrink(widths, excess(), (need) => (need.shrinks === 'last' ? Math.floor(room * 0.6) : leastOf(need)), needs)
  if (excess() <= 0 || needs.length < 2) return widths
  return without(needs.length - 1)
}

function leastOf({ cells, leastHeading, least }: Need): number {
  return Math.min(Math.max(cells, leastHeading), least)
}

function lineWidth(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width, gap * (widths.length - 1))
}

/** Takes what is too much from the widest columns, from none more than down to its floor. */
function shrink(
  widths: number[],
  excess: number,
  floor: (need: Need, width: number) => number,
  needs: readonly Need[],
): void {
  const floors = needs.map((need, index) => floor(need, widths[index] ?? 0))
  for (let left = excess; left > 0; left--) {
    let widest = -1
    for (const [index, width] of widths.entries()) {
      if (width > (floors[index] ?? 0) && width > (widths[widest] ?? 0)) widest = index
    }
    if (widest < 0) return
    widths[widest] = (widths[widest] ?? 0) - 1
  }
}
