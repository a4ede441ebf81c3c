import type { CallToolResult, ReadResourceResult, Tool } from '@modelcontextprotocol/sdk/types.js'
import { type CallArguments, callTool } from './call-tool.js'
import type { Around } from './heartbeat.js'
import { describeTool, searchTool } from './offline-tools.js'
import { readResource } from './resources.js'
import { type RunArguments, runLuaTool } from './run-lua-tool.js'
import { Catalogue, type Desk } from './served.js'
import { checkArguments } from './tool-arguments.js'
import { failureOf } from './tool-result.js'
import { whoTool } from './who-tool.js'

/** Carries out what a client asks for: loaded with the first call, so that a start is quick. */
export class ToolCalls {
  private readonly desk: Desk

  constructor(desk: Omit<Desk, 'catalogue'>) {
    this.desk = { ...desk, catalogue: new Catalogue(desk.program, desk.wishes.only) }
  }

  /** The result of a tool; a failure is one. */
  async result(tool: Tool, given: Record<string, unknown>, around: Around): Promise<CallToolResult> {
    const { desk } = this
    try {
      checkArguments(tool, given)
      switch (tool.name) {
        case 'search':
          return await searchTool(desk, given as { words: string; limit?: number })
        case 'describe':
          return await describeTool(desk, given as { operation: string; skip?: number })
        case 'call':
          return await callTool(desk, given as unknown as CallArguments, around)
        case 'run_lua':
          return await runLuaTool(desk, given as unknown as RunArguments, around)
        default:
          return await whoTool(desk, around)
      }
    } catch (error) {
      if (desk.wishes.settings.debug) await desk.program.streams.err(stackOf(error))
      return failureOf(error)
    }
  }

  /** A resource. Throws an McpError. */
  read(uri: string, signal: AbortSignal): Promise<ReadResourceResult> {
    return readResource(this.desk, uri, signal)
  }
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
