import { type Document, isPair, isScalar, isSeq, Lexer, LineCounter, type Node, parseDocument, visit } from 'yaml'
import type { ValuePath } from '../../base/value-path.js'

/** A plain scalar of YAML that does not print back as it was written: `01234`, `1.10`, `True`. */
export interface Retyped {
  /** Where the value is sent; of a name, where its object is. */
  path: ValuePath
  line: number
  written: string
  value: unknown
  isName: boolean
}

/** A document as a file may hold it. */
export interface ParsedDocument {
  value: unknown
  retyped: readonly Retyped[]
}

/** A YAML document understood, or where and why it cannot be. */
export type YamlDocument = ParsedDocument | { fault: unknown; place: string }

/** A number for a BigInt that can be one without losing digits. */
export function shortest(value: unknown): unknown {
  return typeof value === 'bigint' && Number.isSafeInteger(Number(value)) ? Number(value) : value
}

/**
 * Reads one YAML 1.2 document in the core schema. A second document, an unknown tag, and aliases without end or goal
 * are faults: what cannot be understood whole is not sent.
 */
export function readYaml(text: string): YamlDocument {
  const deep = tooDeepLine(text)
  if (deep !== undefined) return { fault: undefined, place: `line ${deep}: nested too deep` }
  const lines = new LineCounter()
  const document = parseDocument(text, { schema: 'core', logLevel: 'error', intAsBigInt: true, lineCounter: lines })
  const [fault] = [...document.errors, ...document.warnings]
  if (fault) {
    const [from] = fault.linePos ?? []
    return { fault, place: from ? `line ${from.line}, column ${from.col}` : fault.code.toLowerCase() }
  }
  return readWhole(document, lines)
}

/** Levels that the library goes down safely: it calls itself for each, and V8 ends the process where the stack does. */
const deepestYaml = 400

/**
 * The line in which a document goes deeper than that, if one does. Inside brackets each opening one is a level; outside,
 * a level begins at a column further to the right, so that no column beyond that many can be needed.
 */
export function tooDeepLine(text: string): number | undefined {
  let line = 1
  let column = 0
  let brackets = 0
  let isScalar = false
  for (const token of new Lexer().lex(text)) {
    if (!isScalar) {
      if (token === '[' || token === '{') brackets += 1
      else if (token === ']' || token === '}') brackets -= 1
      const isStart = token === '-' || token === '?' || (column === 0 && /^ +$/.test(token))
      const isLevel = brackets === 0 && isStart && column + token.length > deepestYaml
      if (brackets > deepestYaml || isLevel) return line
    }
    // What the lexer marks so is a scalar's own text, whatever it looks like.
    isScalar = token === '\x1f'
    const breaks = token.split('\n')
    line += breaks.length - 1
    column = breaks.length > 1 ? (breaks.at(-1)?.length ?? 0) : column + token.length
  }
  return undefined
}

function readWhole(document: Document.Parsed, lines: LineCounter): YamlDocument {
  try {
    const value: unknown = document.toJS({ maxAliasCount: 100, reviver: (_, value) => shortest(value) })
    return { value, retyped: retypedIn(document, lines) }
  } catch (cause) {
    return { fault: cause, place: 'its aliases cannot be resolved' }
  }
}

function retypedIn(document: Document.Parsed, lines: LineCounter): Retyped[] {
  const found: Retyped[] = []
  visit(document, {
    Scalar(key, { type, value, source, range }, ancestors) {
      if (type !== 'PLAIN' || typeof value === 'string' || source === undefined) return
      if (String(value) === source || (value === null && (source === '' || source === '~'))) return
      const isName = key === 'key'
      const { line } = lines.linePos(range?.[0] ?? 0)
      found.push({
        path: pathOf(isName ? ancestors.slice(0, -1) : ancestors, key),
        line,
        written: source,
        value,
        isName,
      })
    },
  })
  return found
}

type Ancestors = readonly (Document | Node | { key: unknown; value: unknown } | undefined)[]

/** The place of a scalar inside the value: names of pairs and positions in lists on the way to it. */
function pathOf(ancestors: Ancestors, key: unknown): ValuePath {
  const path: (string | number)[] = []
  for (const [i, ancestor] of ancestors.entries()) {
    if (isPair(ancestor)) path.push(isScalar(ancestor.key) ? String(ancestor.key.value) : String(ancestor.key))
    else if (isSeq(ancestor)) {
      const at = i + 1 < ancestors.length ? ancestor.items.indexOf(ancestors[i + 1]) : key
      path.push(typeof at === 'number' ? at : 0)
    }
  }
  return path
}
