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
  const [alone, plain] = [patternsIn(given.leaveAlone), patternsIn(given.plain)]
  return {
    pulledFrom: typeof given.pulledFrom === 'string' ? given.pulledFrom : undefined,
    leavesAlone: (kind, key) => alone(kind).some((pattern) => pattern.test(key)),
    isPlain: (kind, path) => plain(kind).some((pattern) => pattern.test(path.join('.'))),
  }
}

/** The patterns that lists by kind or by file hold for a kind. */
function patternsIn(given: unknown): (kind: string) => readonly RegExp[] {
  const all = isPlainObject(given) ? given : {}
  const known = new Map<string, readonly RegExp[]>()
  return (kind) => {
    const found = known.get(kind)
    if (found) return found
    const file = allKinds.find(({ name }) => name === kind)?.place.file ?? kind
    const patterns = [...new Set([kind, file])].flatMap((each) => ((all[each] ?? []) as string[]).map(patternOf))
    known.set(kind, patterns)
    return patterns
  }
}

/** The settings of a single document: everything is its own. */
export const noSettings: Settings = { pulledFrom: undefined, leavesAlone: () => false, isPlain: () => false }

/** A pattern is a text in which `*` stands for any other. */
function patternOf(text: string): RegExp {
  const parts = text.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`, 's')
}
