import { isPlainObject } from '../../../base/value-path.js'
import type { Kind } from '../model/kind.js'
import type { Row } from '../model/row.js'
import { Secret } from '../model/secret.js'
import type { Thing } from '../read/things.js'
import { SecretNames } from './secret-names.js'
import { Placeholder } from './tags.js'

/** What is written beside the maps: secrets by name, and texts in files of their own. */
export interface Beside {
  secrets: Map<string, unknown>
  texts: Map<string, string>
}

/** Longer texts, and those of several lines, get files of their own. */
const longest = 120

/** Turns objects into what a file holds, with placeholders for secrets and long texts. */
export class Writing {
  readonly beside: Beside = { secrets: new Map(), texts: new Map() }
  private readonly names = new SecretNames()
  private readonly files = new Set<string>()

  constructor(private readonly isPlain: (kind: string, path: readonly string[]) => boolean) {}

  /** The values of an object for a file. */
  valuesOf({ facts, key, name, values, row }: Thing): unknown {
    const { kind } = facts
    const own = kind.map === undefined ? values : values[kind.map]
    const first = kind.key.repeats && row.name !== name ? { name: row.name } : {}
    const written = this.part(own, kind, key, [])
    return isPlainObject(written) && kind.map === undefined ? { ...first, ...written } : written
  }

  private part(value: unknown, kind: Kind, key: string, path: readonly string[]): unknown {
    if (value instanceof Secret) {
      if (this.isPlain(kind.name, path)) return value.value
      const name = this.names.nameFor(kind.place.file, key, path)
      this.beside.secrets.set(name, value.value)
      return new Placeholder('secret', name)
    }
    const ending = kind.texts?.[path.join('.')]
    if (typeof value === 'string' && ending !== undefined && isLong(value))
      return this.file(value, kind, key, path, ending)
    if (Array.isArray(value)) return value.map((item) => this.part(item, kind, key, path))
    if (!isPlainObject(value)) return value
    return Object.fromEntries(
      Object.entries(value).map(([name, part]) => [name, this.part(part, kind, key, [...path, name])]),
    )
  }

  private file(text: string, kind: Kind, key: string, path: readonly string[], ending: string): Placeholder {
    const [first = ''] = Object.keys(kind.texts ?? {})
    const isMain = Object.keys(kind.texts ?? {}).length === 1 && first === path.join('.')
    const stem = kind.single ? kind.place.file : slug(key)
    const base = isMain && (kind.single || ending !== 'css') ? stem : `${stem}-${path.join('-')}`
    let file = `files/${base}.${ending}`
    for (let n = 2; this.files.has(file.toLowerCase()); n++) file = `files/${base}-${n}.${ending}`
    this.files.add(file.toLowerCase())
    this.beside.texts.set(file, text)
    return new Placeholder('file', file)
  }
}

function isLong(text: string): boolean {
  return text.length > longest || /\n/.test(text)
}

function slug(text: string): string {
  const plain = text
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9._]+/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
  return plain === '' ? 'text' : plain.slice(0, 60)
}

/** All that a file holds: its objects by key, with those that stand inside others in them. */
export function contentOf(
  file: string,
  kinds: readonly Kind[],
  thingsOf: (kind: string) => readonly Thing[],
  writing: Writing,
): Row {
  const own = kinds.filter(({ place, within }) => place.file === file && !within)
  const maps = own.map((kind) => [kind, mapOf(kind, kinds, thingsOf, undefined, writing)] as const)
  const [first] = maps
  if (first?.[0].place.property === undefined) return first?.[1] ?? {}
  return Object.fromEntries(maps.map(([kind, map]) => [kind.place.property ?? '', map]))
}

function mapOf(
  kind: Kind,
  kinds: readonly Kind[],
  thingsOf: (kind: string) => readonly Thing[],
  parent: Thing | undefined,
  writing: Writing,
): Row {
  const things = thingsOf(kind.name).filter((thing) => thing.parent === parent)
  if (kind.single) return things[0] ? (writing.valuesOf(things[0]) as Row) : {}
  const sorted = [...things].sort((a, b) => (a.name < b.name ? -1 : 1))
  return Object.fromEntries(
    sorted.map((thing) => {
      const values = writing.valuesOf(thing)
      const children = kinds.filter(
        ({ within, reads }) => within?.kind === kind.name && (!reads.whenParent || reads.whenParent(thing.row)),
      )
      const inner = children.map((child) => [
        child.within?.property ?? '',
        mapOf(child, kinds, thingsOf, thing, writing),
      ])
      return [thing.name, inner.length === 0 ? values : { ...(values as Row), ...Object.fromEntries(inner) }]
    }),
  )
}
