import { isAlias, isMap, type Pair, type YAMLMap } from 'yaml'
import { managementAddress, managementApi } from '../kinds/resources.js'
import type { KindFacts } from '../model/facts.js'
import type { Row } from '../model/row.js'
import { type Conversion, nameOfNode, suggestion, valueOfNode } from './convert.js'
import { entrySchema } from './file-schema.js'
import type { Source } from './source.js'
import type { Entry } from './wish.js'

/** What the maps of files hold, as it is gathered. */
export interface Gathered {
  entries: Map<string, Entry[]>
  managed: Map<string, 'all' | Set<string>>
}

/** Takes what one file (or one part of a document) says of the kinds that stand in it. Faults are told. */
export function loadFile(
  file: string,
  node: unknown,
  kinds: readonly KindFacts[],
  at: Conversion,
  into: Gathered,
): void {
  const map = mapOf(node, at)
  const own = kinds.filter(({ kind }) => kind.place.file === file && !kind.within)
  if (!map) {
    const what = isEmpty(node) ? 'it is empty' : 'it is no map'
    at.faults.push({ place: at.source.placeOf(node), message: `${what}: write {} if there shall be none` })
    return
  }
  const load = new Loader(kinds, at, into)
  const [first] = own
  if (first?.kind.place.property === undefined) {
    if (first) load.kind(first, map)
    return
  }
  if (map.items.length === 0) for (const facts of own) load.kind(facts, map)
  for (const { key, value } of map.items) {
    const name = nameOfNode(key)
    const facts = own.find(({ kind }) => kind.place.property === name)
    const inner = mapOf(value, at)
    if (!facts)
      load.fault(
        key,
        `there is no ${name} here${suggestion(
          name,
          own.map(({ kind }) => kind.place.property ?? ''),
        )}`,
      )
    else if (inner) load.kind(facts, inner)
    else load.fault(key, `${name} is no map: write {} if there shall be none`)
  }
}

class Loader {
  constructor(
    private readonly kinds: readonly KindFacts[],
    private readonly at: Conversion,
    private readonly into: Gathered,
  ) {}

  fault(node: unknown, message: string): void {
    this.at.faults.push({ place: this.at.source.placeOf(node), message })
  }

  kind(facts: KindFacts, map: YAMLMap): void {
    this.into.managed.set(facts.kind.name, 'all')
    if (facts.kind.single) {
      if (map.items.length > 0) this.entry(facts, '', map, map, undefined)
      return
    }
    this.entries(facts, map, undefined)
  }

  private entries(facts: KindFacts, map: YAMLMap, parent: Entry | undefined): void {
    for (const { key, value } of map.items) {
      const name = nameOfNode(key)
      const inner = mapOf(value, this.at)
      this.checkKey(facts, name, key)
      if (inner) this.entry(facts, name, key, inner, parent)
      else this.fault(key, `${name} is no map: write {} for one of which nothing is said, or take it out`)
    }
  }

  private entry(facts: KindFacts, name: string, at: unknown, map: YAMLMap, parent: Entry | undefined): void {
    const { kind } = facts
    const { source } = this.at
    const below = this.kinds.filter(({ kind: each }) => each.within?.kind === kind.name)
    const inner = new Map<KindFacts, Pair>()
    const own = map.items.filter((pair) => {
      const child = below.find(({ kind: each }) => each.within?.property === nameOfNode(pair.key))
      if (child) inner.set(child, pair)
      return child === undefined
    })
    const { renamedFrom, ...values } = this.values(facts, map, own)
    const entry: Entry = {
      facts,
      key: parent ? `${parent.key} ${name}` : name,
      name,
      parentKey: parent?.key,
      renamedFrom: typeof renamedFrom === 'string' ? renamedFrom : undefined,
      values,
      place: source.placeOf(at),
      placeOf: (property) => source.placeOf(own.find(({ key }) => nameOfNode(key) === property)?.key ?? at),
    }
    this.into.entries.set(kind.name, [...(this.into.entries.get(kind.name) ?? []), entry])
    for (const [child, pair] of inner) this.children(child, pair, entry)
  }

  private values(facts: KindFacts, map: YAMLMap, own: Pair[]): Row {
    const { map: whole } = facts.kind
    const { document } = this.at.source
    const node = map.clone() as YAMLMap
    node.range = map.range ?? null
    node.items = own
    if (whole !== undefined)
      return { [whole]: valueOfNode(node, { type: 'object', additionalProperties: true }, this.at) }
    // Which form the properties have may depend on one of them.
    const quiet = { ...this.at, source: { ...this.at.source, document }, faults: [] }
    const first = valueOfNode(node, {}, quiet) as Row
    return valueOfNode(node, entrySchema(facts, first), this.at) as Row
  }

  private children(facts: KindFacts, { key, value }: Pair, parent: Entry): void {
    const map = mapOf(value, this.at)
    const name = nameOfNode(key)
    if (!map) {
      this.fault(key, `${name} is no map: write {} if there shall be none`)
      return
    }
    const managed = this.into.managed.get(facts.kind.name)
    this.into.managed.set(facts.kind.name, managed instanceof Set ? managed.add(parent.key) : new Set([parent.key]))
    this.entries(facts, map, parent)
  }

  private checkKey({ kind }: KindFacts, name: string, node: unknown): void {
    if (name === '') this.fault(node, 'a key is empty')
    if (kind.name === 'resources' && managementAddress.test(name)) {
      this.fault(node, `${name} is a Management API: it is never declared, and referred to as ${managementApi}`)
    }
    if (kind.name === 'scopes' && /\s/.test(name)) this.fault(node, `the scope ${name} has a blank in its name`)
  }
}

function mapOf(node: unknown, { source }: { source: Source }): YAMLMap | undefined {
  const inner = isAlias(node) ? node.resolve(source.document) : node
  return isMap(inner) ? inner : undefined
}

function isEmpty(node: unknown): boolean {
  return node === null || node === undefined || (node as { value?: unknown }).value === null
}
