import { exactJson } from '../../base/exact-json.js'
import type { FieldFact, Operation } from '../facts/operation.js'
import { textValue } from './field-value.js'
import { parseDocument } from './parse-document.js'
import type { Sources } from './sources.js'

/**
 * Flags whose values stand for something elsewhere (`-`, `@FILE`, `?`), with what they stand for, so that they can be used
 * again and again. Throws a UsageError for what cannot be read.
 */
export async function literalFlags(
  operation: Operation,
  flags: Readonly<Record<string, unknown>>,
  sources: Sources,
): Promise<Record<string, unknown>> {
  const literal: Record<string, unknown> = { ...flags }
  const fields: Readonly<Record<string, FieldFact>> = { ...operation.query, ...operation.body?.fields }
  for (const [flag, field] of Object.entries(fields)) {
    const value = flags[flag]
    if (typeof value === 'string') literal[flag] = await literalOf(flag, field, value, sources)
  }
  if (typeof flags.body === 'string') literal.body = await documentOf('--body', flags.body, sources)
  return literal
}

function literalOf(flag: string, field: FieldFact, value: string, sources: Sources): Promise<string> {
  return field.type === 'json' ? documentOf(`--${flag}`, value, sources) : textValue(flag, field, value, sources)
}

async function documentOf(asker: string, value: string, sources: Sources): Promise<string> {
  const text =
    value === '-'
      ? await sources.stdin(asker)
      : value.startsWith('@')
        ? await sources.file(value.slice(1), asker)
        : undefined
  return text === undefined ? value : exactJson((await parseDocument(text, asker)).value)
}
