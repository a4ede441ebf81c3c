/** Spaces between two columns of a table. */
export const gap = 2

/**
 * The widths of a table's columns so that a line fits the room (both in terminal columns).
 * The column `key` (the id: useless when cut) keeps its width while it takes no more than 60 % of the room; of the
 * others the widest shrinks first, none below its `least`. Columns at the end that even so have no room get no width.
 */
export function fitWidths(
  natural: readonly number[],
  room: number,
  least: (index: number) => number,
  key = 0,
): number[] {
  const floors = natural.map((width, index) => Math.min(width, index === key ? Math.floor(room * 0.6) : least(index)))
  while (floors.length > 1 && lineWidth(floors) > room) floors.pop()
  const widths = floors.map((_, index) => Math.min(natural[index] ?? 0, room))
  const spared = key < widths.length ? key : 0
  for (let excess = lineWidth(widths) - room; excess > 0; excess--) {
    const index = widestAbove(floors, widths, spared)
    widths[index] = (widths[index] ?? 0) - 1
  }
  return widths
}

function lineWidth(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width, gap * (widths.length - 1))
}

/** The column to take from: the widest that may still shrink, the spared one only when no other can. */
function widestAbove(floors: readonly number[], widths: readonly number[], spared: number): number {
  let found = spared
  for (const [index, width] of widths.entries()) {
    if (index === spared || width <= (floors[index] ?? 0)) continue
    if (found === spared || width > (widths[found] ?? 0)) found = index
  }
  return found
}
