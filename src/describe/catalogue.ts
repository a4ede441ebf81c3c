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

/** All that can be asked about. */
export interface Catalogue {
  index: Index
  /** Summary of each command that is listed, those written by hand too, by its words. */
  commands: ReadonlyMap<string, string>
  /** Summary of each topic of operations. */
  topics: Readonly<Record<string, string>>
}

/** Reads what lies below the package's folder. */
export async function readCatalogue(root: string): Promise<Catalogue> {
  const read = async (...path: string[]) => JSON.parse(await readFile(join(root, ...path), 'utf8')) as unknown
  const [index, topics, manifest] = await Promise.all([
    read('operations', 'index.json'),
    read('operations', 'topics.json'),
    read('oclif.manifest.json'),
  ])
  const { commands } = manifest as { commands: Record<string, { summary?: string; hidden?: boolean }> }
  const listed = Object.entries(commands).filter(([, { hidden }]) => !hidden)
  return {
    index: index as Index,
    topics: topics as Record<string, string>,
    commands: new Map(listed.map(([id, { summary = '' }]) => [id.replaceAll(':', ' '), summary])),
  }
}

/** The commands of a topic, in the order of the alphabet; empty for what is no topic. */
export function commandsOf(topic: string, { commands }: Catalogue): string[] {
  return [...commands.keys()].filter((command) => command.startsWith(`${topic} `)).sort()
}
