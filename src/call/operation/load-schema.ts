import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { OperationSchema } from '../request/schema.js'

/** Reads the generated schema of one command (`users list`); only the paths that need it pay for it. */
export async function loadSchema(root: string, command: string): Promise<OperationSchema> {
  const file = join(root, 'operations', ...command.split(' '))
  return JSON.parse(await readFile(`${file}.json`, 'utf8')) as OperationSchema
}

/** The same at once, for lists of commands. */
export function readSchema(root: string, command: string): OperationSchema {
  return JSON.parse(readFileSync(`${join(root, 'operations', ...command.split(' '))}.json`, 'utf8')) as OperationSchema
}
