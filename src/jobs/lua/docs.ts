import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Operation } from '../../call/facts/operation.js'
import { loadSchema } from '../../call/operation/load-schema.js'
import { wrap } from '../../call/output/text-width.js'
import { describe } from '../describe/describe.js'
import { everyCommand } from '../find/all-commands.js'
import { catalogue, type Known } from '../find/catalogue.js'
import { search } from '../find/search.js'
import { type CalledCommand, exampleCall, exampleParameters } from './example-call.js'
import type { OperationNames } from './names.js'
import type { ScriptProgram } from './program.js'
import { referencePage } from './reference-page.js'

/** An operation in the lists of `docs`. */
interface Listed {
  name: string
  summary: string
}

/** What there is to read about an operation. */
export interface OperationPage {
  command: string
  operation: Operation
  /** The table of a call that works as it stands. */
  parameters: Record<string, unknown>
  text: string
}

const pageWidth = 80
/** Most that a search finds. */
const mostFound = 20

/** What scripts can read about what they can call: in our words, offline. */
export class Docs {
  private readonly known: readonly Known[]

  constructor(
    private readonly program: Pick<ScriptProgram, 'root' | 'load' | 'tenant'>,
    private readonly names: OperationNames,
  ) {
    this.known = catalogue(program.root, everyCommand(program.root, program.tenant))
  }

  /** Every operation, in the order of the help. */
  list(): Listed[] {
    return this.known.flatMap(listed)
  }

  /** The operations that the words mean, best first. */
  search(words: string): Listed[] {
    return search(words, this.known)
      .flatMap(({ known }) => listed(known))
      .slice(0, mostFound)
  }

  /**
   * The guide and all names for `logto`, the guide to MCP for `mcp`, and for an operation's name, with or without what stands before it, its page.
   * Throws a UsageError for a name that is none, with the nearest.
   */
  async read(topic: string): Promise<string> {
    const name = topic
      .trim()
      .replace(/^app\.integrations\./, '')
      .replace(/^logto\./, '')
    if (name === 'logto' || name === '') return this.overview()
    if (name === 'mcp' || name === 'app.mcp') return readFile(join(this.program.root, 'docs', 'mcp.md'), 'utf8')
    const lua = this.names.find(name)
    if (lua === undefined) throw this.names.unknown(name)
    return (await this.page(lua)).text
  }

  /** The page of an operation by its name in Lua, and what it tells of. */
  async page(lua: string): Promise<OperationPage> {
    const named = this.names.commandOf(lua)
    if (named === undefined) throw this.names.unknown(lua)
    const { command } = named
    const { root, load } = this.program
    const found = { command, class: await load(command) }
    // Every name in Lua is one of a command that was made for its operation.
    const schema = found.class.schema ?? (await loadSchema(root, command))
    const called = { command, class: found.class as CalledCommand['class'], schema }
    const description = await describe(found, this.known, root)
    const { operation } = called.class
    const parameters = await exampleParameters(called)
    return {
      operation,
      command,
      parameters,
      text: referencePage(lua, operation, description, exampleCall(lua, operation, parameters)),
    }
  }

  private async overview(): Promise<string> {
    const guide = await readFile(join(this.program.root, 'docs', 'lua.md'), 'utf8')
    const names = new Map<string, string[]>()
    for (const { command, operation } of this.known) {
      if (!operation) continue
      const [topic = ''] = command.split(' ')
      names.set(topic, [...(names.get(topic) ?? []), operation.lua])
    }
    const topics = [...names].flatMap(([topic, all]) => [
      '',
      `${topic}:`,
      ...wrap(all.join(', '), pageWidth - 2).map((line) => `  ${line}`),
    ])
    return [
      guide.trimEnd(),
      '',
      '## Operations',
      '',
      'docs.read("logto.NAME") tells more about each.',
      ...topics,
      '',
    ].join('\n')
  }
}

function listed({ summary, operation }: Known): Listed[] {
  return operation ? [{ name: `logto.${operation.lua}`, summary }] : []
}
