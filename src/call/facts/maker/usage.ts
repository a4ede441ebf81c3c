import type { FieldFact, Operation } from '../operation.js'

/** The line under USAGE: `users update-password USER-ID --password=? [FLAGS]`, with all that the command cannot do without. */
export function usageOf(facts: Operation, command: string): string {
  const args = Object.keys(facts.args).map((arg) => arg.toUpperCase())
  const fields = Object.entries({ ...facts.query, ...facts.body?.fields })
  const needed = fields.filter(([, field]) => field.required).map(([flag, field]) => flagWithValue(flag, field))
  if (facts.body?.media === 'multipart') needed.push('--file=<path>')
  if (facts.body?.shape === 'array') needed.push('--body=<json>')
  return [command, ...args, ...needed, '[FLAGS]'].join(' ')
}

const values: Readonly<Record<FieldFact['type'], string>> = {
  string: '<value>',
  any: '<value>',
  boolean: '<value>',
  number: '<number>',
  time: '<time>',
  json: '<json>',
}

function flagWithValue(flag: string, { type, secret, list }: FieldFact): string {
  // As it is asked for without echo: a secret on a command line can be seen by others.
  if (secret) return `--${flag}=?`
  if (type === 'boolean' && !list) return `--[no-]${flag}`
  return `--${flag}=${values[type]}`
}
