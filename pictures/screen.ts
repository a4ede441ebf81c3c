import xterm, { type IBufferCell } from '@xterm/headless'

/** What stands in one or more neighbouring cells of the same look. */
export interface Run {
  /** First cell, counted from 0. */
  column: number
  text: string
  bold: boolean
  dim: boolean
  /** Number in the terminal's palette; undefined for its own colour. */
  colour: number | undefined
}

/** Lines that a terminal holds, more than any picture needs. */
const rows = 200

/**
 * What a terminal of so many columns shows after all that was written to it: for each line its runs, without the empty
 * lines at the end.
 */
export async function screenOf(written: string, columns: number): Promise<Run[][]> {
  const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true })
  await new Promise<void>((done) => terminal.write(written, done))
  const { active } = terminal.buffer
  const lines = Array.from({ length: active.length }, (_, row) => {
    const line = active.getLine(row)
    const cells = Array.from({ length: columns }, (_, column) => line?.getCell(column))
    return runsOf(cells)
  })
  terminal.dispose()
  const last = lines.findLastIndex((line) => line.length > 0)
  return lines.slice(0, last + 1)
}

function runsOf(cells: readonly (IBufferCell | undefined)[]): Run[] {
  const runs: Run[] = []
  for (const [column, cell] of cells.entries()) {
    // The second half of a wide character has no width.
    if (cell === undefined || cell.getWidth() === 0) continue
    const own = lookOf(cell)
    const before = runs.at(-1)
    const text = cell.getChars() || ' '
    if (before && sameLook(before, own)) before.text += text
    else runs.push({ column, text, ...own })
  }
  return runs.filter(({ text }) => text.trim() !== '')
}

function lookOf(cell: IBufferCell): Pick<Run, 'bold' | 'dim' | 'colour'> {
  return {
    bold: cell.isBold() !== 0,
    dim: cell.isDim() !== 0,
    colour: cell.isFgPalette() ? cell.getFgColor() : undefined,
  }
}

function sameLook(one: Run, other: Pick<Run, 'bold' | 'dim' | 'colour'>): boolean {
  return one.bold === other.bold && one.dim === other.dim && one.colour === other.colour
}
