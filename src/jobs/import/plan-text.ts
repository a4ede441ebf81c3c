import { grouped, many } from '../../base/many.js'
import { drawLines } from '../../call/output/cli-table.js'
import { fitWidths, gap } from '../../call/output/fit-widths.js'
import { harmlessLine } from '../../call/output/harmless.js'
import { bold } from '../../call/output/style.js'
import { widthOf, wrap } from '../../call/output/text-width.js'
import type { Counted, Plan } from './plan.js'
import { goesNowhere } from './sources/trail.js'

/** How many lines a list of the plan has at most; `--json` and the file of failed rows have all. */
const longestList = 20

/** A plan for people, in lines no wider than the terminal. */
export function planText(plan: Plan, { width, colour }: { width: number; colour: boolean }): string {
  const parts = [
    part('', summary(plan)),
    part('Columns', columnLines(plan, width)),
    part('Passwords', sentences(passwordLines(plan), width)),
    part('Beside', sentences(besideLines(plan), width)),
    part('Changed on the way', sentences(counts(plan.changes), width)),
    part(plan.isRestKept ? 'Kept in customData' : 'Lost (keep with --keep-rest)', sentences(counts(plan.rest), width)),
    part('Good to know', sentences(plan.notes, width)),
    part('Refused', faultLines(plan, width)),
    part(
      'To be chosen',
      sentences(
        plan.needs.map(({ flag, why }) => `${flag}: ${why}`),
        width,
      ),
    ),
  ]
  return parts
    .filter(({ text }) => text !== '')
    .map(({ title, text }) => (title === '' ? text : `${bold(title, colour)}\n${text}`))
    .join('\n')
}

function part(title: string, text: string) {
  return { title, text }
}

function summary({ source, rows, people, joined, refusedRows, leftOut }: Plan): string {
  const found = source.isFound ? ', found by its content' : ''
  const lines = [
    `${many(rows, 'row', 'rows')} of ${source.title}${found}`,
    `${many(people, 'person', 'people')} to create${joined > 0 ? `, ${grouped(joined)} of them of several rows` : ''}`,
    ...(refusedRows > 0 ? [`${many(refusedRows, 'row', 'rows')} refused`] : []),
    ...leftOut.map(({ what, people: count }) => `${grouped(count)} left out: ${what}`),
  ]
  return `${lines.join('\n')}\n`
}

function columnLines({ columns, isRestKept }: Plan, width: number): string {
  const shown = columns.map(({ column, targets, rows }) => {
    const kept = targets.map((target) => (isRestKept && target === goesNowhere.rest ? `customData.${column}` : target))
    return [column, `→ ${kept.join(', ')}`, many(rows, 'row', 'rows')]
  })
  return table(shown, width, longestList, 'columns')
}

function passwordLines({ passwords }: Plan): string[] {
  const { digests, plain, none, impossible } = passwords
  const checked = digests.reduce((sum, { people }) => sum + people, 0)
  const names = digests.map(({ what, people }) => `${what} ${grouped(people)}`).join(', ')
  return [
    ...(checked > 0 ? [`${grouped(checked)} with a password that Logto can check (${names})`] : []),
    ...(plain > 0 ? [`${grouped(plain)} with a password in clear, which Logto hashes`] : []),
    ...impossible.map(({ people, what }) => `${grouped(people)} with one that Logto cannot check: ${what}`),
    ...(none > 0 ? [`${grouped(none)} without a password in the source`] : []),
  ]
}

function besideLines(plan: Plan): string[] {
  const { unverified, suspended, totp, identities, roles, organizations } = plan
  const open = unverified.primaryEmail + unverified.primaryPhone
  const list = (all: readonly Counted[]) =>
    `${all
      .slice(0, longestList)
      .map(({ what, people }) => `${what} ${grouped(people)}`)
      .join(', ')}${all.length > longestList ? ', …' : ''}`
  return [
    ...(open > 0 ? [`${many(open, 'address', 'addresses')} that nobody has confirmed`] : []),
    ...(suspended > 0 ? [`${grouped(suspended)} suspended`] : []),
    ...(identities.length > 0 ? [`Social identities: ${list(identities)}`] : []),
    ...(totp > 0 ? [`${many(totp, 'TOTP secret', 'TOTP secrets')}`] : []),
    ...(roles.length > 0 ? [`Roles: ${list(roles)}`] : []),
    ...(organizations.length > 0 ? [`Organizations: ${list(organizations)}`] : []),
  ]
}

function counts(all: readonly Counted[]): string[] {
  return all.map(({ what, people }) => `${grouped(people)} × ${what}`)
}

function faultLines({ faults }: Plan, width: number): string {
  const shown = faults.first.map(({ line, column, message }) => [`line ${line}`, column ?? '', message])
  const more = faults.groups.reduce((sum, { rows }) => sum + rows, 0) - Math.min(shown.length, longestList)
  const rest =
    more > 0
      ? sentences(
          faults.groups.map(({ code, rows }) => `${rows} ${code}`),
          width,
        )
      : ''
  const [line = 0, column = 0] = [0, 1].map((i) =>
    Math.max(0, ...shown.slice(0, longestList).map((cells) => widthOf(cells[i] ?? ''))),
  )
  // The reason is what matters: it is never cut, and goes on below itself.
  const indent = line + Math.min(column, 20) + 2 * gap
  const lines = shown.slice(0, longestList).map(([at = '', name = '', message = '']) => {
    const head = `${at.padEnd(line + gap)}${name.padEnd(Math.min(column, 20) + gap)}`
    const [first = '', ...others] = wrap(harmlessLine(message), Math.max(20, width - indent - gap))
    return [`  ${harmlessLine(head)}${first}`, ...others.map((text) => `  ${' '.repeat(indent)}${text}`)].join('\n')
  })
  const all = lines.map((text) => `${text}\n`).join('')
  return more > 0 ? `${all}  and ${more} more; by kind:\n${rest}` : all
}

/** Sentences in lines of their own, broken where the terminal ends. */
function sentences(all: readonly string[], width: number): string {
  return all
    .flatMap((one) => wrap(harmlessLine(one), width - 4).map((line, i) => `${i === 0 ? '  ' : '    '}${line}\n`))
    .join('')
}

function table(rows: readonly string[][], width: number, longest: number, what: string): string {
  if (rows.length === 0) return ''
  const cells = rows.slice(0, longest).map((row) => row.map(harmlessLine))
  const needs = [0, 1, 2].map((i) => ({
    cells: Math.max(...cells.map((row) => widthOf(row[i] ?? ''))),
    ...{ heading: 0, leastHeading: 0, least: 8, isConstant: false },
  }))
  const widths = fitWidths(needs, width - gap)
  const drawn = drawLines(
    cells.map((row) => row.filter((_, i) => widths[i] !== undefined)),
    widths.filter((one) => one !== undefined),
  ).replace(/^(?=.)/gm, '  ')
  return rows.length > longest ? `${drawn}  and ${rows.length - longest} more ${what}\n` : drawn
}
