/** Tools that read what the program knows: nothing is sent. */

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js'
import type { Operation } from '../../call/facts/operation.js'
import { search } from '../find/search.js'
import { includes, type Level, levelOf } from './levels.js'
import type { Desk } from './served.js'
import { answerOf, pageOf } from './tool-result.js'

const usualLimit = 8

/** The operations that the words mean, best first. */
export async function searchTool(
  { catalogue }: Desk,
  { words, limit = usualLimit }: { words: string; limit?: number },
): Promise<CallToolResult> {
  const found = search(words, await catalogue.operations()).slice(0, limit)
  const operations = found.flatMap(({ known: { summary, operation } }) =>
    operation ? [{ name: operation.lua, summary, request: `${operation.method} ${operation.path}` }] : [],
  )
  return answerOf({
    operations,
    ...(operations.length === 0
      ? { note: 'nothing has these words: try others, such as a path or the kind of object' }
      : {}),
  })
}

/** The page of an operation, or the guide, from the character `skip` on. */
export async function describeTool(
  desk: Desk,
  { operation, skip = 0 }: { operation: string; skip?: number },
): Promise<CallToolResult> {
  const page = await pageText(desk, operation)
  const { maxAnswer } = desk.wishes
  const part = page.slice(skip, skip + maxAnswer)
  const rest = page.length - skip - part.length
  return pageOf(rest > 0 ? `${part}\n… ${rest} more characters: go on with skip ${skip + part.length}` : part)
}

/** What is to be read about an operation by any of its names; `guide` is the guide to scripts. */
export async function pageText({ catalogue, program, wishes }: Desk, name: string): Promise<string> {
  if (name.trim() === 'guide') return readFile(join(program.root, 'docs', 'lua.md'), 'utf8')
  const lua = await catalogue.nameOf(name)
  const { text, operation, command, parameters } = await (await catalogue.docs()).page(lua)
  const line = JSON.stringify({ operation: lua, parameters })
  const isServed = wishes.only.length === 0 || wishes.only.includes(command.split(' ')[0] ?? '')
  return `${text}\nCALL\n  ${line}\n${rightsLine(wishes.level, operation, isServed)}\n`
}

function rightsLine(level: Level, operation: Operation, isServed: boolean): string {
  const needed = levelOf(operation)
  const { harmless } = operation
  if (!isServed) return 'This server does not serve it.'
  if (!includes(level, needed)) return `This server does not allow it: it needs --allow ${needed}.`
  if (needed === 'destroy') return 'It destroys something: the person is asked first.'
  if (needed === 'read' || harmless === true) return 'This server allows it.'
  if (harmless === undefined) return 'It can hand on power or data: the person is asked first.'
  return `This server allows it; the person is asked first where it gives more than ${harmless.join(', ')}.`
}
