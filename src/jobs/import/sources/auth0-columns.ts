/** How the extension's export names what Auth0's API names otherwise. */
const extensionNames: Readonly<Record<string, string>> = {
  Id: 'user_id',
  Email: 'email',
  'Email Verified': 'email_verified',
  Username: 'username',
  Name: 'name',
  'Given Name': 'given_name',
  'Family Name': 'family_name',
  Nickname: 'nickname',
  Picture: 'picture',
  Locale: 'locale',
  'Phone Number': 'phone_number',
  'Phone Verified': 'phone_verified',
  Blocked: 'blocked',
  'User Metadata': 'user_metadata',
  'App Metadata': 'app_metadata',
  'Updated At': 'updated_at',
}

/** Auth0's names by those of a row: empty where they are the same. */
export function extensionColumns(values: Readonly<Record<string, unknown>>): ReadonlyMap<string, string> {
  if (!('Email Verified' in values)) return new Map()
  return new Map(
    Object.entries(extensionNames)
      .filter(([column]) => column in values)
      .map(([column, name]) => [name, column]),
  )
}

/**
 * A row of the job's CSV with its values as they were: each text has a `'` before it (OWASP's guard against formulas),
 * and metadata comes field by field, such as `user_metadata.lang`.
 */
export function withoutGuards(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const plain: Record<string, unknown> = {}
  for (const [column, value] of Object.entries(values)) {
    const bare = isGuarded(value) ? value.slice(1) : value
    const [, metadata, field = ''] = /^(user_metadata|app_metadata)\.(.+)$/.exec(column) ?? []
    if (metadata === undefined) plain[column] = bare
    else if (bare !== '') plain[metadata] = { ...(plain[metadata] as object | undefined), [field]: bare }
  }
  return plain
}

/** Whether a text has the guard before it. */
export function isGuarded(value: unknown): value is string {
  return typeof value === 'string' && value.startsWith("'")
}
