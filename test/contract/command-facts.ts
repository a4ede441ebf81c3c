import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from '@oclif/core'
import { storedOperations } from '../../generate/stored-documents.js'
import type { DocumentedOperation } from '../../src/call/facts/maker/documents.js'
import type { Operation } from '../../src/call/facts/operation.js'
import { storedFolder } from '../openapi/reference.js'
import { operationOf } from './command-line.js'

export const root = join(import.meta.dirname, '..', '..')

/** One operation's command, beside what the stored documents say of it. */
export interface Contract {
  /** As typed: `users list`. */
  command: string
  operation: Operation
  documented: DocumentedOperation
  /** Every flag that the command takes, the global ones too. */
  flags: readonly string[]
}

export const manifest = readJson('oclif.manifest.json') as { commands: Record<string, Command.Cached> }

/** `operations/index.json`: the operation of each command. */
export const index = readJson('operations/index.json') as Record<
  string,
  Pick<Operation, 'id' | 'api' | 'method' | 'path'>
>

/** Every operation of the stored documents with its command; throws for one without. */
export async function contracts(): Promise<Contract[]> {
  const byId = new Map(Object.entries(index).map(([command, { id }]) => [id, command]))
  return Promise.all(
    storedOperations(new URL(`file://${storedFolder}/`)).map(async (documented) => {
      const command = byId.get(documented.id)
      const cached = command === undefined ? undefined : manifest.commands[command.replaceAll(' ', ':')]
      if (command === undefined || !cached) throw new Error(`${documented.id} has no command`)
      return { command, operation: await operationOf(command), documented, flags: Object.keys(cached.flags) }
    }),
  )
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(join(root, file), 'utf8'))
}

/** The command lines that the help of a command shows. */
export function examplesOf(command: string): string[] {
  const examples = manifest.commands[command.replaceAll(' ', ':')]?.examples ?? []
  return examples.map((example) => (typeof example === 'string' ? example : example.command))
}
