import { bold } from '../output/style.js'
import { pad, widthOf, wrap } from '../output/text-width.js'

/** How wide a page is, and whether headings are set in bold. */
export interface PageStyle {
  width: number
  colour: boolean
}

/** One part of a page: a heading and indented lines. */
export interface Section {
  heading: string
  lines: readonly string[]
}

/** Sections below each other; those without lines are left out. */
export function page(title: readonly string[], sections: readonly Section[], { colour, width }: PageStyle): string {
  const parts = sections
    .filter(({ lines }) => lines.length > 0)
    .map(({ heading, lines }) => [bold(heading, colour), ...lines.map((line) => `  ${line}`.trimEnd())])
  return [title.flatMap((line) => wrap(line, width)), ...parts].map((lines) => `${lines.join('\n')}\n`).join('\n')
}

/** Text wrapped to what an indented line has room for. */
export function paragraph(text: string, { width }: PageStyle): string[] {
  return wrap(text, width - 2)
}

/** Items with a dash, their further lines indented. */
export function bulleted(items: readonly string[], { width }: PageStyle): string[] {
  return items.flatMap((item) => wrap(item, width - 4).map((line, i) => `${i === 0 ? '- ' : '  '}${line}`))
}

/**
 * Two columns: names, and what is to be said of them, wrapped. A name that takes more than its share of the width has a
 * line of its own, and is never broken.
 */
export function twoColumns(rows: readonly (readonly [string, string])[], { width }: PageStyle, share = 0.4): string[] {
  const most = Math.floor(width * share)
  const widths = rows.map(([name]) => widthOf(name)).filter((each) => each <= most)
  const first = Math.max(0, ...widths)
  const margin = ' '.repeat(first + 2)
  return rows.flatMap(([name, text]) => {
    const [start = '', ...rest] = wrap(text, width - 2 - first - 2)
    const further = rest.map((line) => margin + line)
    if (widthOf(name) > first) return [name, ...(text === '' ? [] : [margin + start]), ...further]
    return [`${pad(name, first)}  ${start}`.trimEnd(), ...further]
  })
}
