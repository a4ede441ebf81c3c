import { structuredPatch } from 'diff'
import { exactJson } from '../../../base/exact-json.js'
import { isPlainObject } from '../../../base/value-path.js'
import type { Kind } from '../model/kind.js'
import type { Action, Difference, Plan } from './action.js'
import { tallyText } from './tally.js'

/** A line of a plan as people see it. */
export interface PlanLine {
  text: string
  look: 'heading' | 'create' | 'change' | 'delete' | 'held' | 'plain'
}

/** A plan, kind by kind, each change with what was and what will be. */
export function planLines(plan: Plan, kinds: readonly Kind[]): PlanLine[] {
  const lines: PlanLine[] = []
  for (const kind of kinds) {
    const actions = plan.actions.filter((action) => action.kind === kind.name)
    if (actions.length === 0) continue
    lines.push({ text: kind.name, look: 'heading' }, ...actions.flatMap((action) => actionLines(action, plan)))
  }
  for (const { kind, why } of plan.unread.filter(({ isWanted }) => isWanted)) {
    lines.push({ text: `! ${kind} was not compared: ${why}`, look: 'delete' })
  }
  const unmanaged = Object.entries(plan.unmanaged).filter(([, count]) => count > 0)
  const rest = unmanaged.map(([kind, count]) => `${kind} ${count}`).join(', ')
  if (lines.length > 0) lines.push({ text: '', look: 'plain' })
  lines.push({ text: sentence(tallyText(plan)), look: 'heading' })
  if (rest !== '') lines.push({ text: `Not managed: ${rest}`, look: 'plain' })
  return lines
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function actionLines(action: Action, { withDeletions }: Plan): PlanLine[] {
  const name = action.key === '' ? action.kind : action.key
  switch (action.do) {
    case 'create': {
      const isHeld = action.replaces === true && !withDeletions
      const mark = isHeld ? '*' : '+'
      const why = action.replaces ? ` in its place${isHeld ? ', with --delete' : ''}` : ''
      return [
        { text: `  ${mark} create ${name}${why}`, look: isHeld ? 'held' : 'create' },
        ...action.differences.flatMap((each) => differenceLines(each)),
      ]
    }
    case 'change':
      return [
        { text: `  ~ change ${name}`, look: 'change' },
        ...action.differences.flatMap((each) => differenceLines(each)),
      ]
    case 'delete': {
      const loss = action.loss === undefined ? '' : `: ${action.loss}`
      return withDeletions
        ? [{ text: `  - delete ${name}${loss}`, look: 'delete' }]
        : [
            {
              text: `  * would be deleted with --delete: ${name}${loss === '' ? '' : ` (${action.loss})`}`,
              look: 'held',
            },
          ]
    }
  }
}

const indent = '      '

function differenceLines({ path, before, after, isSecret, isSet }: Difference): PlanLine[] {
  const own = (text: string, look: PlanLine['look'] = 'plain'): PlanLine => ({ text: `${indent}${text}`, look })
  if (isSecret)
    return [
      own(
        `${path}: ${before === null ? 'a secret is set' : after === null ? 'the secret is cleared' : 'the secret differs'}`,
      ),
    ]
  if (isLong(before) || isLong(after)) return [own(`${path}:`), ...textLines(String(before ?? ''), String(after ?? ''))]
  if (Array.isArray(before) || Array.isArray(after))
    return [own(`${path}:`), ...listLines(listOf(before), listOf(after), isSet === true)]
  if (before === null) return [own(`${path}: ${valueText(after)}`)]
  return [own(`${path}: ${valueText(before)} -> ${after === null ? '(cleared)' : valueText(after)}`)]
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}

function isLong(value: unknown): boolean {
  return typeof value === 'string' && value.includes('\n')
}

function valueText(value: unknown): string {
  return exactJson(value) ?? 'null'
}

/** Entries that come and go; where only their order differs, the whole list. */
function listLines(before: readonly unknown[], after: readonly unknown[], isSet: boolean): PlanLine[] {
  const line = (mark: '+' | '-', value: unknown): PlanLine => ({
    text: `${indent}  ${mark} ${itemText(value)}`,
    look: mark === '+' ? 'create' : 'delete',
  })
  const [was, is] = [before, after].map((list) => new Set(list.map(valueText)))
  const gone = before.filter((value) => !is?.has(valueText(value)))
  const come = after.filter((value) => !was?.has(valueText(value)))
  if (isSet || gone.length + come.length > 0) {
    const lines = [...gone.map((value) => line('-', value)), ...come.map((value) => line('+', value))]
    if (lines.length > 0) return lines
  }
  if (after.length === 0 && before.length === 0) return [{ text: `${indent}  (empty)`, look: 'plain' }]
  return [{ text: `${indent}  in the order ${after.map(itemText).join(', ')}`, look: 'plain' }]
}

function itemText(value: unknown): string {
  return isPlainObject(value) || Array.isArray(value) ? exactJson(value) : String(value)
}

/** A unified diff. */
function textLines(before: string, after: string): PlanLine[] {
  const { hunks } = structuredPatch('', '', before, after, '', '', { context: 2 })
  return hunks.flatMap(({ oldStart, newStart, lines }) => [
    { text: `${indent}  @@ line ${before === '' ? newStart : oldStart} @@`, look: 'plain' as const },
    ...lines
      .filter((line) => !line.startsWith('\\'))
      .map((line): PlanLine => {
        const look = line.startsWith('+') ? 'create' : line.startsWith('-') ? 'delete' : 'plain'
        return { text: `${indent}  ${line}`, look }
      }),
  ])
}
