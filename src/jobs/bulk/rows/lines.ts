/** One line of a text, without its end. */
export interface Line {
  text: string
  /** 1-based. */
  line: number
}

/** Cuts a text into lines, which end in CRLF, LF or CR. */
export class LineReader {
  private rest = ''
  private line = 1

  /** The lines that end within this text, which must not end between a CR and its LF. */
  push(text: string): Line[] {
    const parts = (this.rest + text).split(/\r\n|\n|\r/)
    this.rest = parts.pop() ?? ''
    return parts.map((part) => ({ text: part, line: this.line++ }))
  }

  end(): Line[] {
    return this.rest === '' ? [] : [{ text: this.rest, line: this.line }]
  }
}
