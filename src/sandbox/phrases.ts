import { Refusal } from './refusal.js'
import type { Row } from './store.js'

/** The groups of phrases that the pages for people have. */
const groups =
  'input secondary action description error list mfa development_tenant user_scopes profile account_center passkey_sign_in'.split(
    ' ',
  )

/** Refuses phrases of a group that no page has: 422. The phrases within a group are not compared. */
export function checkPhrases(translation: Row): void {
  if (Object.keys(translation).every((group) => groups.includes(group))) return
  throw new Refusal(422, 'localization.invalid_translation_structure', 'There are no phrases of that name.')
}

/** Logto takes out empty phrases, and groups without any. */
export function keptPhrases(translation: Row): Row {
  const parts = Object.entries(translation).flatMap(([name, part]): [string, unknown][] => {
    if (typeof part === 'string') return part === '' ? [] : [[name, part]]
    const inner = keptPhrases(part as Row)
    return Object.keys(inner).length === 0 ? [] : [[name, inner]]
  })
  return Object.fromEntries(parts)
}
