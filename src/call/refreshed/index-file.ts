import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { IndexEntry } from '../facts/maker/index-entry.js'
import type { CommonNames } from '../facts/maker/names.js'

/** `operations/index.json`: the operation of each command of the program. */
export type Index = Readonly<Record<string, Pick<IndexEntry, 'id' | 'api' | 'method' | 'path' | 'lua' | 'madeName'>>>

/** The index of the program that stands in `root`. */
export function readIndex(root: string): Index {
  return JSON.parse(readFileSync(join(root, 'operations', 'index.json'), 'utf8')) as Index
}

/** What is shared by all topics of the table of names. */
export function readCommonNames(root: string): CommonNames {
  return JSON.parse(readFileSync(join(root, 'operations', 'common.json'), 'utf8')) as CommonNames
}
