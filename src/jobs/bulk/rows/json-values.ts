import { inputFault } from './row.js'

/** The text of one JSON value, and the line it begins on. */
export interface JsonText {
  text: string
  line: number
  /** Property of the root object that holds the list it stands in. */
  list?: string
}

/** Characters of one value at most. */
const longestValue = 64_000_000

/**
 * Cuts JSON texts into values without understanding them, so that a document of any size is read in little memory and
 * each number keeps its digits. `depth` says how many brackets stand around the values that are wanted: 0 for values one
 * behind the other at the root, 1 for the elements of a list, 2 for those of the lists directly below an object.
 */
export class JsonCutter {
  /** Objects and lists at the root that have begun. */
  roots = 0
  /** Brackets that are open, from outside. */
  private readonly open: string[] = []
  private inText = false
  private isEscaped = false
  private line = 1
  /** Where the value that is taken goes on in the present text; -1 while none is. */
  private from = -1
  /** What of it stood in earlier texts. */
  private piece = ''
  private pieceLine = 1
  /** The last property of the root object, with its quotes, and whether its value has begun. */
  private name = ''
  private isNamed = false

  constructor(private readonly depth: 0 | 1 | 2) {}

  /** The values that end within this text. Throws a UsageError for brackets that do not match. */
  push(text: string): JsonText[] {
    const values: JsonText[] = []
    for (let i = 0; i < text.length; i++) {
      const c = text[i] as string
      if (c === '\n' || (c === '\r' && text[i + 1] !== '\n')) this.line += 1
      if (this.inText) this.textCharacter(c)
      else this.character(c, i, text, values)
    }
    if (this.from >= 0) {
      this.piece += text.slice(this.from)
      this.from = 0
    }
    if (this.piece.length > longestValue) {
      throw inputFault('too_long', `line ${this.pieceLine}: a value is longer than 64 MB`, 'is a bracket missing?')
    }
    return values
  }

  /** The last value. Throws a UsageError where a text or a bracket is still open. */
  end(): JsonText[] {
    const values = this.inText ? [] : this.push(' ')
    if (this.inText || this.open.length > 0) {
      throw inputFault('cut', `line ${this.line}: the JSON ends too early`, 'is the file whole?')
    }
    return values
  }

  private textCharacter(c: string): void {
    if (this.isNaming) this.name += c
    if (this.isEscaped) this.isEscaped = false
    else if (c === '\\') this.isEscaped = true
    else if (c === '"') this.inText = false
  }

  private get isNaming(): boolean {
    return this.depth === 2 && this.open.length === 1 && !this.isNamed
  }

  private character(c: string, i: number, text: string, values: JsonText[]): void {
    const isSpace = c === ' ' || c === '\n' || c === '\r' || c === '\t'
    if (this.open.length === this.depth && (this.depth < 2 || this.open[1] === '[')) {
      const isEnd = c === ']' || c === ',' || (this.depth === 0 && (isSpace || c === '{' || c === '['))
      if (this.from >= 0 && isEnd) this.give(text, i, values)
      if (this.from < 0 && !isSpace && c !== ']' && c !== ',') {
        this.from = i
        this.pieceLine = this.line
      }
    }
    if (c === '"') {
      this.inText = true
      if (this.isNaming) this.name = c
    } else if (c === '{' || c === '[') {
      if (this.open.length === 0) this.roots += 1
      this.open.push(c)
    } else if (c === '}' || c === ']') {
      if (this.open.pop() !== (c === '}' ? '{' : '[')) {
        throw inputFault('bad_json', `line ${this.line}: ${c} closes nothing that is open`, 'check the JSON there')
      }
      // At the root, a value that begins with a bracket ends with its own.
      if (this.depth === 0 && this.open.length === 0 && this.from >= 0) this.give(text, i + 1, values)
    } else if (this.open.length === 1) {
      if (c === ':') this.isNamed = true
      else if (c === ',') this.isNamed = false
    }
  }

  private give(text: string, end: number, values: JsonText[]): void {
    values.push({
      text: this.piece + text.slice(this.from, end),
      line: this.pieceLine,
      ...(this.depth === 2 ? { list: this.listName() } : {}),
    })
    this.piece = ''
    this.from = -1
  }

  private listName(): string {
    try {
      return JSON.parse(this.name) as string
    } catch (cause) {
      const why = `line ${this.pieceLine}: the list has no name in double quotes`
      throw inputFault('bad_json', why, 'check the JSON there', cause)
    }
  }
}
