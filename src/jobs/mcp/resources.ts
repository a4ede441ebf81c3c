import type { ReadResourceResult } from '@modelcontextprotocol/sdk/types.js'
import { ErrorCode, McpError } from '@modelcontextprotocol/sdk/types.js'
import { CliFailure } from '../../base/errors.js'
import { callTool } from './call-tool.js'
import { Heartbeat } from './heartbeat.js'
import { pageText } from './offline-tools.js'
import type { Desk } from './served.js'

/** Reads a resource. Throws an McpError for one that is none, and for a tenant that refuses. */
export async function readResource(desk: Desk, uri: string, signal: AbortSignal): Promise<ReadResourceResult> {
  try {
    const [, operation] = /^logto:\/\/operations\/(\w{1,100})$/.exec(uri) ?? []
    if (operation !== undefined) return textOf(uri, 'text/plain', await pageText(desk, operation))
    if (uri === 'logto://guide') return textOf(uri, 'text/markdown', await pageText(desk, 'guide'))
    if (uri === 'logto://sign-in-experience') return await signInExperience(desk, uri, signal)
  } catch (error) {
    if (error instanceof CliFailure) throw new McpError(ErrorCode.InternalError, `${error.code}: ${error.message}`)
    throw error
  }
  // The protocol's code for it (resources, error handling).
  throw new McpError(-32002, 'there is no such resource')
}

async function signInExperience(desk: Desk, uri: string, signal: AbortSignal): Promise<ReadResourceResult> {
  const heartbeat = new Heartbeat(undefined)
  try {
    const answer = await callTool(desk, { operation: 'get_sign_in_exp' }, { signal, heartbeat })
    const [content] = answer.content
    return textOf(uri, 'application/json', content?.type === 'text' ? content.text : '')
  } finally {
    heartbeat.stop()
  }
}

function textOf(uri: string, mimeType: string, text: string): ReadResourceResult {
  return { contents: [{ uri, mimeType, text }] }
}
