import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js'
import { NotAllowedError } from '../../base/errors.js'
import { parseExact } from '../../base/exact-json.js'
import { isPlainObject } from '../../base/value-path.js'
import type { Operation } from '../../call/facts/operation.js'
import { pagingOf } from '../../call/operation/paging.js'
import { rowsOf } from '../../call/operation/printable.js'
import { projection } from '../../call/output/project.js'
import { openCall } from './call-desk.js'
import { fitRows, fitValue } from './cut-answer.js'
import type { Around } from './heartbeat.js'
import type { Desk } from './served.js'
import { answerOf } from './tool-result.js'
import { visible } from './visible.js'

/** Arguments of `call`, checked. */
export interface CallArguments {
  operation: string
  parameters?: Record<string, unknown>
  fields?: string[]
  skip?: number
  dry_run?: boolean
}

/** Rows of a page where none are asked for (Logto's default). */
const usualPage = 20
/** By how much a text may grow where all of it has to be spelled out, which only a hostile one is. */
const spelledOut = 2
/** Characters that stand around the rows of an answer. */
const frame = 600

/** Carries out one operation; the answer is bounded, and says how to go on. Throws what the command would. */
export async function callTool(desk: Desk, given: CallArguments, context: Around): Promise<CallToolResult> {
  const operation = await desk.catalogue.nameOf(given.operation)
  const asked = { operation, parameters: given.parameters ?? {} }
  const opened = await openCall(desk, { dryRun: given.dry_run === true }, context)
  try {
    const call = await opened.calls.prepare(asked)
    if (call.operation.body?.media === 'multipart') throw noUpload(operation)
    const reply = await opened.calls.call(asked)
    const facts = parseExact(reply.more ?? '{}') as Facts
    const room = Math.max(400, desk.wishes.maxAnswer - frame - opened.notes.join('').length)
    const paging = pagingOf(call.operation, call.input.flags)
    const value = parseExact(reply.value ?? 'null')
    return answerOf({
      ...(facts.status === undefined ? {} : { status: facts.status }),
      ...shownOf(value, facts, call.operation, { ...given, ...paging }, room),
      ...(facts.request_id === undefined ? {} : { request_id: facts.request_id }),
      ...(opened.notes.length > 0 ? { notes: opened.notes } : {}),
    })
  } finally {
    await opened.close()
  }
}

/** What came with an answer. */
interface Facts {
  status?: number
  total?: number
  request_id?: string
}

interface Wanted {
  fields?: string[]
  skip?: number
  page?: number | undefined
  pageSize?: number | undefined
}

/** The part of the answer that was asked for and fits, and how to go on. */
function shownOf(
  value: unknown,
  { total }: Facts,
  operation: Operation,
  { fields, skip = 0, page = 1, pageSize = usualPage }: Wanted,
  room: number,
): Record<string, unknown> {
  const pick = projection(fields)
  const all = rowsOf(value, operation.rows)
  if (!all) return { answer: fitted(pick(value), skip, room) }
  // What is spelled out is longer: of a large answer only what may fit is.
  const { rows } = fitRows(visible(fitRows(all.slice(skip).map(pick), room).rows) as unknown[], room)
  const shown = skip + rows.length
  const left = Math.max(0, all.length - shown)
  const around = isPlainObject(value) ? { beside: fitValue(without(value, operation.rows), frame / 2).value } : {}
  const isPaged = operation.paging !== undefined && total !== undefined
  const more = isPaged && left === 0 && all.length > 0 && (page - 1) * pageSize + all.length < total
  return {
    ...(total === undefined ? {} : { total }),
    rows,
    ...around,
    ...(left > 0 ? { cut: { left_out: left, go_on: { skip: shown }, or: 'name fields, or use run_lua' } } : {}),
    ...(more ? { next: { page: page + 1, page_size: pageSize } } : {}),
  }
}

function fitted(value: unknown, skip: number, room: number): unknown {
  if (typeof value === 'string') {
    const { value: shown, left } = fitValue(value.slice(skip), room / spelledOut)
    return left === 0 ? shown : { text: shown, cut: { left_out: left, go_on: { skip: value.length - left } } }
  }
  const first = fitValue(value, room)
  const { value: shown, left: more } = fitValue(visible(first.value), room)
  const left = first.left + more
  return left === 0 || !isPlainObject(shown) ? shown : { ...shown, cut: 'too large: name fields, or use run_lua' }
}

function without(value: Record<string, unknown>, name: string | undefined): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([each]) => each !== name))
}

function noUpload(operation: string): NotAllowedError {
  return new NotAllowedError(`${operation} uploads a file, and this server reaches no files`, {
    code: 'mcp.no_files',
    hint: 'let the person run the command in a terminal',
  })
}
