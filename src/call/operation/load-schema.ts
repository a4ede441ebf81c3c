import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { OperationSchema } from '../request/schema.js'

/** Reads the generated schema of one command (`users list`); only the paths that need it pay for it. */
export async function loadSchema(root: string, command: string): Promise<OperationSchema> {
  const file = join(root, 'operations', ...command.split(' '))
  return JSON.parse(await readFile(`${file}.json`, 'utf8')) as OperationSchema
}
