import { isMap } from 'yaml'
import { isPlainObject } from '../../../base/value-path.js'
import type { BodySchema } from '../../../call/request/schema.js'
import { allKinds, fileNames } from '../kinds/all.js'
import { type Conversion, valueOfNode } from './convert.js'

/** What `tenant.yaml` says. */
export interface Settings {
  /** The tenant that the files were last pulled from. */
  pulledFrom: string | undefined
  /** Whether an object is none of ours. */
  leavesAlone: (kind: string, key: string) => boolean
  /** Whether a place inside an object is no secret although it looks like one. */
  isPlain: (kind: string, path: readonly string[]) => boolean
}

const lists: BodySchema = {
  type: 'object',
  properties: Object.fromEntries(
    [...new Set([...fileNames, ...allKinds.map(({ name }) => name)])].map((name) => [
      name,
      { type: 'array', items: { type: 'string' } },
    ]),
  ),
}

const form: BodySchema = {
  type: 'object',
  properties: {
    version: { type: 'integer', enum: [1] },
    pulledFrom: { type: 'string' },
    leaveAlone: lists,
    plain: lists,
  },
}

/** Reads `tenant.yaml`; faults are told. */
export function readSettings(at: Conversion): Settings {
  const { document, file } = at.source
  const value = isMap(document.contents) ? valueOfNode(document.contents, form, at) : undefined
  const given = isPlainObject(value) ? value : {}
  if (given.version === undefined) {
    at.faults.push({ place: `${file}:1:1`, message: 'it does not say its version: write version: 1' })
  }
  const listOf = (name: 'leaveAlone' | 'plain', kind: string): string[] => {
    const all = isPlainObject(given[name]) ? given[name] : {}
    const own = allKinds.find((each) => each.name === kind)?.place.file ?? kind
    return [...new Set([kind, own])].flatMap((each) => (all[each] ?? []) as string[])
  }
  return {
    pulledFrom: typeof given.pulledFrom === 'string' ? given.pulledFrom : undefined,
    leavesAlone: (kind, key) => listOf('leaveAlone', kind).some((pattern) => fits(pattern, key)),
    isPlain: (kind, path) => listOf('plain', kind).some((pattern) => fits(pattern, path.join('.'))),
  }
}

/** The settings of a single document: everything is its own. */
export const noSettings: Settings = { pulledFrom: undefined, leavesAlone: () => false, isPlain: () => false }

/** A pattern is a text in which `*` stands for any other. */
function fits(pattern: string, text: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`, 's').test(text)
}
