/** Words as people type them, made comparable. */

/** Words that mean much the same to an administrator, in this program's language. The first is what others become. */
const meanings: readonly (readonly string[])[] = [
  ['suspend', 'ban', 'block', 'disable', 'deactivate', 'freeze'],
  ['unsuspend', 'unban', 'unblock', 'enable', 'reactivate'],
  ['organization', 'org', 'company', 'workspace'],
  ['application', 'app', 'client'],
  ['user', 'people', 'person', 'somebody', 'member', 'customer', 'account'],
  ['scope', 'permission', 'right'],
  ['resource', 'api'],
  ['hook', 'webhook', 'callback'],
  ['log', 'audit', 'event', 'history'],
  ['email', 'mail'],
  ['phone', 'sms', 'text'],
  ['mfa', '2fa', 'otp', 'totp', 'authenticator', 'passkey', 'factor'],
  ['create', 'new', 'make', 'register', 'add', 'invite', 'give', 'assign'],
  ['delete', 'erase', 'destroy', 'drop', 'remove', 'gdpr', 'lost'],
  ['update', 'change', 'edit', 'modify', 'set', 'rename', 'enable', 'disable', 'configure', 'allow', 'forbid'],
  ['get', 'show', 'read', 'view', 'inspect', 'see'],
  ['list', 'export', 'all', 'dump', 'who', 'which'],
  ['find', 'search', 'lookup', 'look'],
  ['revoke', 'kick', 'signout', 'logout', 'out', 'terminate', 'end'],
  ['rotate', 'renew', 'roll', 'regenerate', 'refresh'],
  ['reset', 'forgot', 'recover', 'recovery'],
  ['session', 'signin'],
  ['login', 'signin'],
  ['signup', 'registration', 'register'],
  ['accept', 'approve', 'confirm'],
  ['test', 'try', 'send'],
  ['unlock', 'unblock', 'release'],
  ['brand', 'branding', 'logo', 'colour', 'color', 'theme', 'css'],
  ['phrase', 'translate', 'translation', 'wording', 'language', 'localize'],
  ['sso', 'saml', 'enterprise'],
  ['impersonate', 'subject'],
  ['count', 'number', 'total', 'many'],
  ['key', 'signing'],
  ['secret', 'credential'],
  ['captcha', 'recaptcha', 'turnstile', 'bot'],
  ['openapi', 'swagger', 'specification', 'schema'],
  ['m2m', 'machine'],
]

/** Words without a meaning of their own. */
const empty = new Set(
  'a an and are as at by can do does for from has have how i in is it me my of on or our please that the their them this to want was what when with'.split(
    ' ',
  ),
)

/** The words of a text, in small letters and cut to their stems; camel case and punctuation separate words. */
export function wordsOf(text: string): string[] {
  return text
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .replace(/\b(sign|log)(?:s|ed|ing)?[- ](in|on|out|up)s?\b/g, '$1$2')
    .replace(/\be-mail/g, 'email')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '' && !empty.has(word))
    .map(stem)
}

/** A plain stem: plurals and the commonest endings, so that `rotating keys` meets `rotate key`. */
function stem(word: string): string {
  return word
    .replace(/ies$/, 'y')
    .replace(/(?<=ss|sh|ch|x)es$/, '')
    .replace(/(?<=[^su])s$/, '')
    .replace(/(?<=\w{3}[^aeiou])(ing|ed)$/, '')
    .replace(/(?<=\w{3})e$/, '')
}

const kin = new Map<string, Set<string>>()
for (const group of meanings) {
  const stems = group.map(stem)
  for (const word of stems) kin.set(word, new Set([...(kin.get(word) ?? []), ...stems]))
}

/** Stems that mean much the same as a stem, itself left out. */
export function alike(word: string): ReadonlySet<string> {
  const found = new Set(kin.get(word))
  found.delete(word)
  return found
}
