import { isPlainObject } from '../../base/value-path.js'
import { parsePath } from './path.js'

/** What to keep of a value, by the next part of the path; an empty tree keeps all of it. */
type Tree = Map<string | number, Tree>

/**
 * Makes a function that keeps of a row only the columns asked for, in their order and in the shape the API sent:
 * `profile.givenName` gives `{"profile":{"givenName":…}}`. A property that a row does not have is left out.
 */
export function projection(columns: readonly string[] | undefined): (row: unknown) => unknown {
  if (columns === undefined || columns.length === 0 || columns.includes('*')) return (row) => row
  const tree = treeOf(columns)
  return (row) => (isPlainObject(row) ? pick(row, tree) : row)
}

function treeOf(columns: readonly string[]): Tree {
  const root: Tree = new Map()
  const whole = new Set<Tree>()
  for (const column of columns) {
    let node = root
    for (const part of parsePath(column)) {
      // `profile,profile.givenName` asks for all of the profile.
      if (whole.has(node)) break
      const next: Tree = node.get(part) ?? new Map()
      node.set(part, next)
      node = next
    }
    node.clear()
    whole.add(node)
  }
  return root
}

function pick(value: unknown, tree: Tree): unknown {
  if (tree.size === 0) return value
  if (Array.isArray(value)) {
    const indexes = [...tree].filter(([part]) => typeof part === 'number')
    const picked =
      indexes.length > 0
        ? indexes.map(([index, below]) => pick(value[Number(index)], below))
        : value.map((element) => pick(element, tree))
    return picked.filter((found) => found !== undefined)
  }
  if (!isPlainObject(value)) return undefined
  const found = [...tree]
    .filter(([part]) => Object.hasOwn(value, part))
    .map(([part, below]) => [part, pick(value[part], below)] as const)
    .filter(([, kept]) => kept !== undefined)
  return Object.fromEntries(found)
}
