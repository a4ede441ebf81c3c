import { Document, stringify, visit } from 'yaml'

/** Long lines stay whole, and what YAML 1.1 readers take for a boolean, a number or a date (`no`, `1_0`) is quoted. */
const options = { lineWidth: 0, aliasDuplicateObjects: false, compat: 'yaml-1.1' } as const

/**
 * Characters that YAML readers refuse or drop (YAML 1.2, 5.1), that those of 1.1 take for line breaks, or that must not
 * reach a terminal: controls, line separators, byte order marks and what reorders text.
 */
const odd = /(?![\n\t])[\p{Cc}\u{2028}\u{2029}\u{202a}-\u{202e}\u{2066}-\u{2069}\u{feff}\u{fffe}\u{ffff}]/gu

/** In YAML 1.1 a lone `=` means a default value, and some of its readers take no tab in a plain text. */
const misread = /^(=|[^\n]*\t[^\n]*)$/
const mayBeMisread = /\t|(^|\s)=:?(\s|$)/

/** A YAML document; a list may be given in slices, whose texts follow each other. */
export function yamlDocument(value: unknown): string {
  const text = stringify(value, options)
  if (text.search(odd) < 0 && !mayBeMisread.test(text)) return text
  const document = new Document(value, options)
  visit(document, {
    Scalar(_, node) {
      if (typeof node.value !== 'string') return
      if (node.value.search(odd) >= 0 || misread.test(node.value)) node.type = 'QUOTE_DOUBLE'
    },
  })
  const quoted = document.toString(options)
  return quoted.replace(odd, (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`)
}
