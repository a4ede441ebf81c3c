import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Operation } from '../operation/operation.js'

/** `operations/index.json`: every operation's command, and its other names. */
export type Index = Readonly<Record<string, IndexEntry>>

/** One operation of the index. */
export interface IndexEntry extends Pick<Operation, 'id' | 'api' | 'method' | 'path'> {
  summary: string
  /** Its name in Lua scripts. */
  lua: string
  luaAlias?: string
  hidden?: true
}

/** Reads the index of the operations below the package's folder. */
export async function readIndex(root: string): Promise<Index> {
  return JSON.parse(await readFile(join(root, 'operations', 'index.json'), 'utf8')) as Index
}

/** The topics of the operations, each with its summary. */
export async function readTopics(root: string): Promise<Readonly<Record<string, string>>> {
  return JSON.parse(await readFile(join(root, 'operations', 'topics.json'), 'utf8')) as Record<string, string>
}
