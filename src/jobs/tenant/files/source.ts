import { type Alias, type Document, LineCounter, type Node, parseDocument, visit } from 'yaml'
import { shortest, tooDeepLine } from '../../../call/request/yaml-document.js'
import type { Fault } from './faults.js'
import { placeholderTags } from './tags.js'

/** A YAML file with its places. */
export interface Source {
  /** As it is named to people: relative to the folder. */
  file: string
  text: string
  document: Document.Parsed
  placeOf: (node: unknown) => string
}

/** Reads one YAML document; undefined with its faults told where it cannot be understood whole. */
export function readSource(file: string, text: string, faults: Fault[]): Source | undefined {
  const deep = tooDeepLine(text)
  if (deep !== undefined) {
    faults.push({ place: `${file}:${deep}:1`, message: 'it is nested too deep' })
    return undefined
  }
  const lines = new LineCounter()
  const hasLongNumbers = /\d{16}/.test(text)
  const document = parseDocument(text, {
    schema: 'core',
    logLevel: 'error',
    lineCounter: lines,
    customTags: placeholderTags,
    intAsBigInt: hasLongNumbers,
  })
  if (hasLongNumbers) shorten(document)
  const placeAt = (offset: number) => {
    const { line, col } = lines.linePos(offset)
    return `${file}:${line}:${col}`
  }
  const wrong = [...document.errors, ...document.warnings]
  for (const fault of wrong) {
    const [what = ''] = fault.message.split('\n')
    faults.push({ place: placeAt(fault.pos[0]), message: sentence(what) })
  }
  if (wrong.length > 0) return undefined
  const alias = text.includes('*') ? aliasWithoutEnd(document) : undefined
  if (alias) {
    faults.push({ place: placeAt(startOf(alias)), message: 'its aliases have no end' })
    return undefined
  }
  return { file, text, document, placeOf: (node) => placeAt(startOf(node)) }
}

/** Leaves a BigInt only where a number would lose digits. */
function shorten(document: Document): void {
  visit(document, {
    Scalar(_, node) {
      node.value = shortest(node.value)
    },
  })
}

/** One value may stand in every object of a large tenant; aliases of aliases soon stand for more. */
const mostAliases = 10_000

/** An alias inside of what it stands for, or the first of many that stand for each other. */
function aliasWithoutEnd(document: Document.Parsed): Alias | undefined {
  let first: Alias | undefined
  let inItself: Alias | undefined
  visit(document, {
    Alias(_, node, ancestors) {
      first ??= node
      const named = node.resolve(document)
      if (!named || !ancestors.includes(named)) return undefined
      inItself = node
      return visit.BREAK
    },
  })
  if (inItself || !first) return inItself
  try {
    document.toJS({ maxAliasCount: mostAliases })
    return undefined
  } catch {
    return first
  }
}

function startOf(node: unknown): number {
  return (node as Node | undefined)?.range?.[0] ?? 0
}

/** The library's message without the place that it repeats. */
function sentence(message: string): string {
  const text = message.replace(/ at line \d+, column \d+:?$/, '')
  return text.charAt(0).toLowerCase() + text.slice(1)
}
