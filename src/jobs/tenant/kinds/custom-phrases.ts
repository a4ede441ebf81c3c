import type { Kind } from '../model/kind.js'

export const customPhrases: Kind = {
  name: 'custom-phrases',
  noun: 'set of phrases',
  place: { file: 'custom-phrases' },
  reads: { list: 'custom-phrases list', get: 'custom-phrases get' },
  id: ({ languageTag }) => String(languageTag),
  isNamed: true,
  key: { property: 'languageTag' },
  map: 'translation',
  writes: {
    create: 'custom-phrases upsert',
    change: 'custom-phrases upsert',
    remove: 'custom-phrases delete',
    whole: true,
    body: ({ translation }) => translation ?? {},
  },
  // Logto takes out what is empty.
  same: { translation: withoutEmptyTexts },
  phase: 72,
}

function withoutEmptyTexts(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  const parts = Object.entries(value).map(([name, part]) => [name, withoutEmptyTexts(part)] as const)
  return Object.fromEntries(parts.filter(([, part]) => part !== ''))
}
