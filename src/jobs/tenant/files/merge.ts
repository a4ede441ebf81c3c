import { isDeepStrictEqual } from 'node:util'
import { type Document, isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap } from 'yaml'
import { isPlainObject } from '../../../base/value-path.js'
import { Secret } from '../model/secret.js'
import { nameOfNode } from './convert.js'
import { Placeholder } from './tags.js'

/** What merging into a file needs to know. */
export interface Merging {
  document: Document
  /** The value that a placeholder of the file stands for; undefined where it is not given. */
  valueOf: (placeholder: Placeholder) => unknown
  /** The value behind a placeholder that was to be written. */
  newValueOf: (placeholder: Placeholder) => unknown
  /** A text in a file of its own is another now: the file stays, its text changes. */
  rewrite: (path: string, text: string) => void
  /** A secret keeps the name that the file has for it. */
  keepsName: (written: string, kept: string) => void
  /** Hears of what is removed and overwritten, such as `roles.yaml: Editor`. */
  lose: (what: string) => void
  /** Objects that the tenant lacks stay; how deep they stand. */
  keepsEntries: (path: readonly string[]) => boolean
  /** Names that stay in an object although no tenant has them. */
  ownNames: ReadonlySet<string>
}

/** Lays new content over the map of a document: comments, order and placeholders of equal values stay. True where anything changed. */
export function mergeMap(
  map: YAMLMap,
  content: Record<string, unknown>,
  path: readonly string[],
  at: Merging,
): boolean {
  let isChanged = false
  const kept = map.items.filter((pair) => {
    const name = nameOfNode(pair.key)
    const stays = Object.hasOwn(content, name) || at.keepsEntries(path) || at.ownNames.has(name)
    if (!stays) at.lose([...path, name].join(' '))
    return stays
  })
  if (kept.length < map.items.length) {
    map.items = kept
    isChanged = true
  }
  for (const [name, value] of Object.entries(content)) {
    const pair = map.items.find(({ key }) => nameOfNode(key) === name)
    if (!pair) {
      map.add(at.document.createPair(name, value))
      isChanged = true
    } else if (mergePair(pair, value, [...path, name], at)) isChanged = true
  }
  return isChanged
}

function mergePair(pair: Pair, value: unknown, path: readonly string[], at: Merging): boolean {
  const { value: node } = pair
  if (isScalar(node) && node.value instanceof Placeholder) return mergePlaceholder(pair, node.value, value, path, at)
  if (isMap(node) && isPlainObject(value) && !(value instanceof Placeholder)) return mergeMap(node, value, path, at)
  if (isSeq(node) && Array.isArray(value) && isSameList(node.items, value, at)) return false
  if (isScalar(node) && isDeepStrictEqual(node.value, value)) return false
  at.lose(path.join(' '))
  replace(pair, value, at.document)
  return true
}

function mergePlaceholder(pair: Pair, old: Placeholder, value: unknown, path: readonly string[], at: Merging): boolean {
  const known = at.valueOf(old)
  const meant = value instanceof Placeholder ? at.newValueOf(value) : value
  const isSecret = old.tag === 'secret'
  if (isSecret && value instanceof Placeholder) at.keepsName(value.name, old.name)
  if (isSecret && (known === undefined || isEqual(known, meant))) return false
  if (!isSecret && isEqual(known, meant)) return false
  if (isSecret && value instanceof Placeholder) return false
  if (old.tag === 'file' && typeof meant === 'string') {
    at.lose(`${path.join(' ')} (${old.name})`)
    at.rewrite(old.name, meant)
    return false
  }
  at.lose(path.join(' '))
  replace(pair, value, at.document)
  return true
}

function replace(pair: Pair, value: unknown, document: Document): void {
  const before = pair.value as Node | null
  const node = document.createNode(value) as Node
  if (before?.commentBefore) node.commentBefore = before.commentBefore
  if (before?.comment) node.comment = before.comment
  pair.value = node
}

function isSameList(items: unknown[], value: readonly unknown[], at: Merging): boolean {
  if (items.length !== value.length) return false
  return items.every((item, i) => isEqual(plain(item, at), resolved(value[i], at)))
}

function plain(node: unknown, at: Merging): unknown {
  if (isMap(node)) return Object.fromEntries(node.items.map(({ key, value }) => [nameOfNode(key), plain(value, at)]))
  if (isSeq(node)) return node.items.map((item) => plain(item, at))
  if (!isScalar(node)) return node
  return node.value instanceof Placeholder ? at.valueOf(node.value) : node.value
}

function resolved(value: unknown, at: Merging): unknown {
  if (value instanceof Placeholder) return at.newValueOf(value)
  if (Array.isArray(value)) return value.map((item) => resolved(item, at))
  if (!isPlainObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, resolved(part, at)]))
}

function isEqual(one: unknown, other: unknown): boolean {
  const open = (value: unknown) => (value instanceof Secret ? value.value : value)
  return isDeepStrictEqual(open(one), open(other))
}
