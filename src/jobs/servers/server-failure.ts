import { StreamableHTTPError } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { ErrorCode, McpError } from '@modelcontextprotocol/sdk/types.js'
import { CliFailure, InterruptedError, NetworkError, NotAllowedError, RefusedError } from '../../base/errors.js'
import { secretMask } from '../../base/secret-names.js'
import { harmlessLine } from '../../call/output/harmless.js'
import { bounds } from './bounds.js'
import type { Trouble } from './process-transport.js'

/** What went wrong with a server, and what is known of it. */
export interface Circumstances {
  name: string
  /** What was asked of it: `start`, `list its tools`, `call x`. */
  doing: string
  waitedMs: number
  trouble: Trouble | undefined
  /** The end of what it wrote to its error stream. */
  said: string
  secrets: readonly string[]
  isInterrupted: boolean
}

/** Most characters of a server's own words. */
const mostQuoted = 300

/** The failure that an error of the protocol stands for: it names the server, and its secrets are not in it. */
export function serverFailure(error: unknown, around: Circumstances): CliFailure {
  if (error instanceof CliFailure) return error
  if (around.isInterrupted) return new InterruptedError('interrupted', { code: 'interrupted' })
  const server = `the MCP server ${around.name}`
  const { trouble } = around
  const hint = hintOf(around)
  switch (trouble?.kind) {
    case 'cannot start':
      return new NetworkError(`${server} cannot be started: ${startTrouble(trouble.code)}`, {
        code: 'mcp.cannot_start',
        hint: `see its command with \`logto mcp servers show ${around.name}\``,
        cause: error,
      })
    case 'ended':
      return new NetworkError(`${server} ended (${trouble.how}) before it had answered`, {
        code: 'mcp.ended',
        hint,
        cause: error,
      })
    case 'too large':
      return new NetworkError(`${server} sent more than ${bounds.message / 1024 ** 2} MB, and was ended`, {
        code: 'mcp.too_large',
        hint: 'ask it for less at once',
        cause: error,
      })
    case 'no messages':
      return new NetworkError(`${server} writes what is no message of the protocol`, {
        code: 'mcp.bad_message',
        hint,
        cause: error,
      })
  }
  if (error instanceof McpError) return protocolFailure(error, server, around, hint)
  if (error instanceof StreamableHTTPError) {
    const refused = error.code === 401 || error.code === 403
    const Failure = refused ? NotAllowedError : NetworkError
    const status = error.code !== undefined && error.code > 0 ? error.code : undefined
    return new Failure(`${server} answered ${status ?? 'no HTTP that can be understood'}`, {
      code: refused ? 'mcp.unauthorized' : 'mcp.http',
      status,
      hint: refused
        ? 'check its secret header: remove the server, and add it again'
        : `see its address with \`logto mcp servers show ${around.name}\``,
      cause: error,
    })
  }
  // A fetch that failed says why in its cause.
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : undefined
  const message = error instanceof Error ? error.message : String(error)
  // What the SDK's schemas (zod) throw.
  const isForm = error instanceof Error && 'issues' in error
  return new NetworkError(
    isForm
      ? `${server} answered what the protocol does not know`
      : `${server} cannot be reached: ${quoted(cause ?? message, around.secrets)}`,
    { code: isForm ? 'mcp.bad_message' : 'mcp.unreachable', hint, cause: error },
  )
}

function protocolFailure(error: McpError, server: string, around: Circumstances, hint: string | undefined): CliFailure {
  if (error.code === ErrorCode.RequestTimeout) {
    return new NetworkError(`${server} took longer than ${around.waitedMs / 1000} s to ${around.doing}`, {
      code: 'mcp.timeout',
      hint,
      cause: error,
    })
  }
  if (error.code === ErrorCode.ConnectionClosed) {
    return new NetworkError(`${server} closed the connection`, { code: 'mcp.ended', hint, cause: error })
  }
  const message = error.message.replace(/^MCP error -?\d+: /, '')
  return new RefusedError(`${server} refused to ${around.doing}: ${quoted(message, around.secrets)}`, {
    code: 'mcp.refused',
    cause: error,
  })
}

function startTrouble(code: string): string {
  if (code === 'ENOENT') return 'there is no such program or folder'
  return code === 'EACCES' ? 'permission denied' : code
}

function hintOf({ said, secrets }: Circumstances): string | undefined {
  const last = said.trim().split('\n').at(-1)?.trim() ?? ''
  return last === '' ? undefined : `it wrote last: ${quoted(last, secrets)}`
}

/** Words of a server in one line, cut, without the secrets that it was given. */
export function quoted(text: string, secrets: readonly string[]): string {
  const hidden = secrets.reduce((rest, secret) => (secret === '' ? rest : rest.replaceAll(secret, secretMask)), text)
  const line = harmlessLine(hidden.trim())
  return line.length > mostQuoted ? `${line.slice(0, mostQuoted)}…` : line
}
