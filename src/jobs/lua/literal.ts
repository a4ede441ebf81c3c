import { isPlainObject } from '../../base/value-path.js'

const keywords = new Set(
  'and break do else elseif end false for function goto if in local nil not or repeat return then true until while'.split(
    ' ',
  ),
)
/** Longer tables are spread over lines. */
const widestTable = 60

/** A JSON value as a script writes it; tables are spread over lines where they are long. */
export function luaLiteral(value: unknown, indent = ''): string {
  if (value === null || value === undefined) return 'json.null'
  if (typeof value === 'string') return luaText(value)
  if (typeof value !== 'object') return String(value)
  const inner = `${indent}  `
  const parts = isPlainObject(value)
    ? Object.entries(value).map(([name, part]) => `${luaKey(name)} = ${luaLiteral(part, inner)}`)
    : (value as unknown[]).map((part) => luaLiteral(part, inner))
  if (parts.length === 0) return isPlainObject(value) ? 'json.object{}' : 'json.array{}'
  const line = `{ ${parts.join(', ')} }`
  if (indent.length + line.length <= widestTable && !line.includes('\n')) return line
  return `{\n${parts.map((part) => `${inner}${part},\n`).join('')}${indent}}`
}

function luaKey(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) && !keywords.has(name) ? name : `[${luaText(name)}]`
}

function luaText(text: string): string {
  const escapes: Record<string, string> = { '"': '\\"', '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }
  const escaped = (c: string) => escapes[c] ?? `\\${String(c.charCodeAt(0)).padStart(3, '0')}`
  // biome-ignore lint/suspicious/noControlCharactersInRegex: Lua writes them as numbers
  return `"${text.replace(/["\\\u0000-\u001f\u007f]/g, escaped)}"`
}
