/** Descriptions of every operation, made as the program makes them, from the commands' source. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Description, describe as describeOperation } from '../../src/describe/description.js'
import type { OperationSchema } from '../../src/request/schema.js'
import { type Contract, contracts, examplesOf, manifest, root } from '../contract/command-facts.js'

export interface Described {
  contract: Contract
  description: Description
  schema: OperationSchema
}

export async function everyDescription(): Promise<Described[]> {
  return (await contracts()).map((contract) => {
    const { command, operation } = contract
    const schema = JSON.parse(
      readFileSync(`${join(root, 'operations', ...command.split(' '))}.json`, 'utf8'),
    ) as OperationSchema
    const cached = manifest.commands[command.replaceAll(' ', ':')]
    const description = describeOperation({
      command,
      summary: cached?.summary ?? '',
      description: cached?.description,
      examples: examplesOf(command).map((example) => ({ description: '', command: example })),
      operation,
      schema,
    })
    return { contract, description, schema }
  })
}
