/** What a person signs in by. */
export interface Identifier {
  type: 'username' | 'email' | 'phone'
  value: string
}

/** Column of the identifier in the table of users. */
export const columns = { username: 'username', email: 'primaryEmail', phone: 'primaryPhone' } as const
