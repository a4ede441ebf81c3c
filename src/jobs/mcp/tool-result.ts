import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js'
import { CliFailure } from '../../base/errors.js'
import { exactJson } from '../../base/exact-json.js'
import { errorReport } from '../../call/output/report-error.js'
import { visible, visibleText } from './visible.js'

/** Most bytes of an error, as it goes to the client. */
const mostErrorBytes = 590

/** An answer: data alone, as JSON; a whole number beyond 2^53 keeps its digits in the text. */
export function answerOf(value: Record<string, unknown>): CallToolResult {
  const text = exactJson(visible(value))
  return { content: [{ type: 'text', text }], structuredContent: JSON.parse(text) as Record<string, unknown> }
}

/** A text of our own. */
export function pageOf(text: string): CallToolResult {
  return { content: [{ type: 'text', text }] }
}

/** Hints that name what no assistant can do, by the code of the error. */
const ownHints: Readonly<Record<string, string>> = {
  'lua.read_not_allowed': 'scripts of an assistant reach no files',
  'lua.write_not_allowed': 'scripts of an assistant reach no files; return what is to be kept',
  'lua.env_not_allowed': 'scripts of an assistant reach no variables',
  'lua.profile_not_allowed': 'this server is for one profile',
  'lua.mcp_not_allowed': 'scripts of an assistant reach no other servers',
  'lua.time_up': 'let the script do less',
  'lua.memory': 'keep less at once: logto.each goes through a list row by row',
}

/**
 * A failure: code, message, hint, and the ids that find it in Logto's log, each cut so that the whole stays below 600 bytes.
 * `done` is what had been carried out before it.
 */
export function failureOf(error: unknown, done?: Record<string, unknown>): CallToolResult {
  const { code, message, hint, status, requestId, details } = errorReport(error)
  const own = ownHints[code] ?? (error instanceof CliFailure ? hint : 'see what the server says on standard error')
  const written = details === undefined ? undefined : typeof details === 'string' ? details : exactJson(details)
  for (let room = 200; room > 10; room -= 10) {
    const facts = {
      error: {
        code: cut(code, 60),
        message: cut(message, room),
        status,
        request_id: requestId === undefined ? undefined : cut(requestId, 40),
        hint: own === undefined ? undefined : cut(forAssistants(own), room),
        details: written === undefined || room > 120 ? undefined : cut(written, room),
      },
      ...done,
    }
    const result: CallToolResult = { isError: true, content: [{ type: 'text', text: exactJson(visible(facts)) }] }
    if (Buffer.byteLength(JSON.stringify(result)) <= mostErrorBytes) return result
  }
  return { isError: true, content: [{ type: 'text', text: exactJson({ error: { code: cut(code, 60) } }) }] }
}

/** An assistant has no command line: what a command's help tells, `describe` tells it. */
function forAssistants(hint: string): string {
  return hint.replace(/see logto [a-z -]+? --help(; its flags are written with _ here)?/, 'see the tool describe')
}

function cut(text: string, most: number): string {
  const letters = [...visibleText(text)]
  return letters.length > most ? `${letters.slice(0, most - 1).join('')}…` : letters.join('')
}
