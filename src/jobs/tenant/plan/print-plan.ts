import type { Settings } from '../../../call/operation/settings.js'
import { documentText } from '../../../call/output/document-text.js'
import { isMachineFormat } from '../../../call/output/format.js'
import { harmless } from '../../../call/output/harmless.js'
import type { Streams } from '../../../call/output/streams.js'
import { bold, dim, tinted } from '../../../call/output/style.js'
import { type Terminal, terminalOf } from '../../../call/output/terminal.js'
import { allKinds } from '../kinds/all.js'
import type { Action, Plan } from './action.js'
import { type PlanLine, planLines } from './plan-lines.js'
import { tallyOf } from './tally.js'

/** Prints a plan: lines for people, data for programs. */
export async function printPlan(plan: Plan, { format, noColor }: Settings, streams: Streams): Promise<void> {
  const terminal = terminalOf(process.stdout, process.env, { noColor })
  if (isMachineFormat(format)) {
    await streams.out(await documentText(planData(plan), { format, terminal }))
    return
  }
  const fitted = await fitting(terminal)
  const shown = planLines(plan, allKinds).map((line) => painted(line, terminal, fitted))
  await streams.out(`${shown.join('\n')}\n`)
}

/** Lines end where a terminal does; elsewhere nothing is cut, and what measures texts is not loaded. */
async function fitting({ isTTY, width }: Terminal): Promise<(text: string) => string> {
  if (!isTTY) return (text) => text
  const { cut } = await import('../../../call/output/text-width.js')
  return (text) => cut(harmless(text).replaceAll('\n', ' '), width)
}

function painted({ text, look }: PlanLine, { colour }: Terminal, fitted: (text: string) => string): string {
  const plain = fitted(text)
  switch (look) {
    case 'heading':
      return bold(plain, colour)
    case 'create':
      return tinted(plain, 'green', colour)
    case 'change':
      return tinted(plain, 'yellow', colour)
    case 'delete':
      return tinted(plain, 'red', colour)
    case 'held':
      return dim(plain, colour)
    case 'plain':
      return plain
  }
}

/** A plan as data: what is done to which object, and what differs. */
function planData(plan: Plan): unknown {
  const { withDeletions, unmanaged, unread } = plan
  const held = (action: Action) =>
    !withDeletions && (action.do === 'delete' || (action.do === 'create' && action.replaces === true))
  return {
    summary: tallyOf(plan),
    actions: plan.actions.map((action) => {
      const { kind, key } = action
      return {
        do: action.do,
        kind,
        key,
        ...(action.do === 'delete' ? { loss: action.loss ?? null } : { differences: action.differences }),
        ...(held(action) ? { onlyWithDelete: true } : {}),
      }
    }),
    unmanaged,
    unread: unread.filter(({ isWanted }) => isWanted).map(({ kind, why }) => ({ kind, why })),
  }
}
