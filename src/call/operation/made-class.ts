import type { Operation } from '../facts/operation.js'
import type { MadeCommand } from '../refreshed/made-command.js'
import type { OperationSchema } from '../request/schema.js'
import { argsOf, flagsOf } from './oclif-shape.js'
import { OperationCommand } from './operation-command.js'

/** The class of a command that was made from a tenant's documents. */
export function madeClass({ operation, schema, command, ...text }: MadeCommand): typeof OperationCommand {
  return class extends OperationCommand {
    static override id = command.replaceAll(' ', ':')
    static override readonly summary = text.summary
    static override readonly description = text.description
    static override readonly examples = text.examples
    static override readonly usage = text.usage
    static override readonly operation: Operation = operation
    static override readonly schema: OperationSchema = schema
    static override readonly args = argsOf(operation)
    static override readonly flags = flagsOf(operation)
  }
}
