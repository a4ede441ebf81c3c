import type { Interfaces } from '@oclif/core'
import type { Operation } from '../facts/operation.js'
import type { TenantCommands } from '../refreshed/tenant-commands.js'
import type { OperationSchema } from '../request/schema.js'
import { loadSchema } from './load-schema.js'
import { argsOf, flagsOf } from './oclif-shape.js'

/** A class of a command, as far as it is widened. */
interface OperationClass {
  operation?: Operation
  schema?: OperationSchema
  preset?: unknown
  flags?: Interfaces.FlagInput
}

/**
 * The class of a command with what the tenant's documents add to its operation. Undefined where they add nothing, and for
 * presets, which give what they give.
 */
export async function widenedClass<Class extends OperationClass>(
  known: Class,
  command: string,
  commands: TenantCommands,
  root: string,
): Promise<Class | undefined> {
  if (known.preset || !known.operation || !commands.wider.includes(command)) return undefined
  const wide = commands.widened(known.operation, await loadSchema(root, command))
  if (!wide) return undefined
  const { operation, schema } = wide
  const Base = known as unknown as new (...given: unknown[]) => object
  const Wide = class extends Base {
    static readonly id = command.replaceAll(' ', ':')
    static readonly operation = operation
    static readonly schema = schema
    static readonly args = argsOf(operation)
    // Flags of its own, which are none of its operation's, stay.
    static readonly flags = { ...known.flags, ...flagsOf(operation) }
  }
  return Wide as unknown as Class
}
