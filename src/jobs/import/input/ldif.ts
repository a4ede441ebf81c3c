import { asText } from '../digests/bytes.js'
import type { SourceRow } from './source-row.js'

/** Whether a text begins as LDIF does: a version, or the name of an entry; comments may stand before. */
export function looksLikeLdif(start: string): boolean {
  const lines = start
    .split(/\r\n|\n|\r/)
    .filter((line) => line !== '' && !line.startsWith('#') && !line.startsWith(' '))
  return /^version:\s*\d/.test(lines[0] ?? '') || /^dn::? ?\S/.test(lines[0] ?? '')
}

/**
 * Reads LDIF (RFC 2849) piece by piece: entries with empty lines between them, lines that go on behind a blank, values
 * in base64. An attribute that comes several times has a list of values. Options such as `;lang-de` are dropped.
 */
export class LdifReader {
  private rest = ''
  private line = 0
  private number = 0
  private entry: { text: string; line: number }[] = []
  private isComment = false

  push(piece: string): SourceRow[] {
    const lines = (this.rest + piece).split(/\r\n|\n|\r/)
    this.rest = lines.pop() ?? ''
    return lines.flatMap((line) => this.add(line))
  }

  end(): SourceRow[] {
    const last = this.rest === '' ? [] : this.add(this.rest)
    this.rest = ''
    return [...last, ...this.finish()]
  }

  private add(text: string): SourceRow[] {
    this.line += 1
    if (text === '') {
      this.isComment = false
      return this.finish()
    }
    const last = this.entry.at(-1)
    if (text.startsWith(' ')) {
      if (last && !this.isComment) last.text += text.slice(1)
      else if (!this.isComment) this.entry.push({ text, line: this.line })
      return []
    }
    this.isComment = text.startsWith('#')
    if (!this.isComment) this.entry.push({ text, line: this.line })
    return []
  }

  private finish(): SourceRow[] {
    const lines = this.entry
    this.entry = []
    const [first] = lines
    if (first === undefined) return []
    if (/^version:/.test(first.text)) lines.shift()
    const [head] = lines
    if (head === undefined) return []
    this.number += 1
    const place = { number: this.number, line: head.line, written: lines.map(({ text }) => text).join('\n') }
    const values: Record<string, unknown> = {}
    for (const { text, line } of lines) {
      const read = attribute(text)
      if ('fault' in read)
        return [{ ...place, values: {}, fault: { code: 'rows.bad_ldif', message: read.fault, line } }]
      const before = values[read.name]
      values[read.name] = before === undefined ? read.value : [before, read.value].flat()
    }
    if (!('dn' in values)) {
      return [
        { ...place, values: {}, fault: { code: 'rows.bad_ldif', message: 'the entry has no dn', line: head.line } },
      ]
    }
    return [{ ...place, values }]
  }
}

function attribute(text: string): { name: string; value: string } | { fault: string } {
  const [, name = '', sign, rest = ''] = /^([A-Za-z][\w.-]*)(?:;[\w;-]+)?:(:|<)? *(.*)$/s.exec(text) ?? []
  if (name === '') return { fault: 'a line is neither an attribute nor the rest of one' }
  if (sign === '<') return { fault: `the value of ${name} is in another file` }
  if (rest.includes('\0')) return { fault: `there is a NUL character in ${name}` }
  if (sign === undefined) return { name: known(name), value: rest.trimEnd() }
  const bytes = Buffer.from(rest, 'base64')
  const isBase64 = /^[A-Za-z0-9+/]*={0,2}$/.test(rest.trim()) && rest.trim().length % 4 === 0
  if (!isBase64) return { fault: `the value of ${name} is no base64` }
  const value = asText(bytes)
  if (value?.includes('\0')) return { fault: `there is a NUL character in ${name}` }
  // What is no text (a photograph, a certificate) is kept as it was written.
  return { name: known(name), value: value ?? rest.trim() }
}

const names = ['dn', 'uid', 'mail', 'cn', 'sn', 'givenName', 'displayName', 'userPassword', 'objectClass', 'mobile']
const spellings = new Map([...names, 'entryUUID', 'preferredLanguage'].map((name) => [name.toLowerCase(), name]))

/** Names of attributes have no case. */
function known(name: string): string {
  return spellings.get(name.toLowerCase()) ?? name
}
