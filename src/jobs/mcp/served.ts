import type { Server } from '@modelcontextprotocol/sdk/server/index.js'
import { UsageError } from '../../base/errors.js'
import { findNamed } from '../describe/find-command.js'
import { catalogue, type Known } from '../find/catalogue.js'
import { listedCommands } from '../find/manifest.js'
import { Docs } from '../lua/docs.js'
import { OperationNames } from '../lua/names.js'
import type { ScriptProgram } from '../lua/program.js'
import type { ServeWishes } from './serve-wishes.js'

/** An operation as an assistant knows it. */
export type Served = Known & { operation: NonNullable<Known['operation']> }

/** What a server serves: opened with its first call, not at the start. */
export class Catalogue {
  private opened: Promise<{ known: readonly Served[]; names: OperationNames; docs: Docs }> | undefined

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

  /** The name in Lua that any name of an operation stands for. Throws a UsageError for none, with the nearest. */
  async nameOf(written: string): Promise<string> {
    const { names, known } = await this.open()
    const plain = written.trim().replace(/^(app\.integrations\.)?logto\./, '')
    const lua = names.find(plain)
    if (lua !== undefined) return lua
    if (/[A-Z ]/.test(plain)) {
      const found = findNamed([plain], known)
      const named = known.find(({ command }) => found.kind === 'command' && command === found.command)
      if (named) return named.operation.lua
    }
    const { message, code, hint } = names.unknown(plain)
    throw new UsageError(message, { code, hint: hint?.startsWith('did') ? hint : 'find its name with search' })
  }

  private open() {
    this.opened ??= this.read()
    return this.opened
  }

  private async read() {
    const { root } = this.program
    const known = catalogue(root, listedCommands(root)).filter(
      (each): each is Served =>
        each.operation !== undefined &&
        (this.only.length === 0 || this.only.includes(each.command.split(' ')[0] ?? '')),
    )
    const names = await OperationNames.open(root)
    return { known, names, docs: new Docs(this.program, names) }
  }
}

/** What each call of a tool needs of its server. */
export interface Desk {
  program: ScriptProgram
  wishes: ServeWishes
  catalogue: Catalogue
  server: Server
}
