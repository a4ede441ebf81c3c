import type { Server } from '@modelcontextprotocol/sdk/server/index.js'
import { UsageError } from '../../base/errors.js'
import { findNamed } from '../describe/find-command.js'
import { everyCommand } from '../find/all-commands.js'
import { catalogue, type Known } from '../find/catalogue.js'
import { Docs } from '../lua/docs.js'
import { OperationNames } from '../lua/names.js'
import type { ScriptProgram } from '../lua/program.js'
import type { ServeWishes } from './serve-wishes.js'

/** An operation as an assistant knows it. */
export type Served = Known & { operation: NonNullable<Known['operation']> }

interface Opened {
  /** Every command of the program. */
  all: readonly Known[]
  /** The operations that are served. */
  known: readonly Served[]
  names: OperationNames
  docs: Docs
}

/** What a server serves: opened with its first call, not at the start. */
export class Catalogue {
  private opened: Promise<Opened> | undefined

  constructor(
    private readonly program: ScriptProgram,
    private readonly only: readonly string[],
  ) {}

  /** The operations of the topics that are served. */
  async operations(): Promise<readonly Served[]> {
    return (await this.open()).known
  }

  async docs(): Promise<Docs> {
    return (await this.open()).docs
  }

  /**
   * The name in Lua that any name of an operation stands for. Throws a UsageError for none, with the nearest, and for a
   * command that is more than one operation.
   */
  async nameOf(written: string): Promise<string> {
    const { names, all } = await this.open()
    const plain = written.trim().replace(/^(app\.integrations\.)?logto\./, '')
    const lua = names.find(plain)
    if (lua !== undefined) return lua
    if (!/[A-Z ]/.test(plain)) throw toBeSearched(names.unknown(plain))
    const named = commandNamed(plain, all)
    if (named.operation) return named.operation.lua
    throw new UsageError(`${named.command} is a command for people, and no operation`, {
      code: 'mcp.no_operation',
      hint: 'find operations with search, or let the person run it in a terminal',
    })
  }

  private open() {
    this.opened ??= this.read()
    return this.opened
  }

  private async read() {
    const { root, tenant } = this.program
    const all = catalogue(root, everyCommand(root, tenant))
    const known = all.filter(
      (each): each is Served =>
        each.operation !== undefined &&
        (this.only.length === 0 || this.only.includes(each.command.split(' ')[0] ?? '')),
    )
    const names = await OperationNames.open(root, tenant)
    return { all, known, names, docs: new Docs(this.program, names) }
  }
}

function commandNamed(name: string, all: readonly Known[]): Known {
  try {
    const found = findNamed([name], all)
    const known = found.kind === 'command' && all.find(({ command }) => command === found.command)
    if (known) return known
  } catch (error) {
    throw error instanceof UsageError ? toBeSearched(error) : error
  }
  throw toBeSearched(new UsageError(`there is no operation ${name}`, { code: 'usage.unknown_command' }))
}

/** An assistant has search in the place of the program's pages. */
function toBeSearched({ message, code, hint }: UsageError): UsageError {
  return new UsageError(message, { code, hint: hint?.startsWith('did') ? hint : 'find its name with search' })
}

/** What each call of a tool needs of its server. */
export interface Desk {
  program: ScriptProgram
  wishes: ServeWishes
  catalogue: Catalogue
  server: Server
}
