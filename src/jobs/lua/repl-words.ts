import type { Operation } from '../../call/facts/operation.js'
import type { OperationNames } from './names.js'
import { targetsOf } from './targets.js'

/** Words of Lua that a person types whole lines with. */
const keywords =
  'and break do else elseif end false for function if in local nil not or repeat return then true until while'

/** What a press of Tab offers in `--repl`. */
export class ReplWords {
  constructor(
    private readonly names: OperationNames,
    /** The facts of an operation, by its command. */
    private readonly operation: (command: string) => Promise<Operation>,
  ) {}

  /**
   * What the end of the line may become, and the part of it that this stands for, as Node's readline wants it. `known`
   * are the dotted names of the script's own world. Inside the table of a call these are the operation's parameters.
   */
  async completion(line: string, known: readonly string[]): Promise<[string[], string]> {
    const [typed = ''] = /[A-Za-z_][\w.]*$/.exec(line) ?? []
    const parameters = await this.parameters(line.slice(0, line.length - typed.length))
    const words = parameters ?? [...known, ...this.operations(typed), ...keywords.split(' ')]
    const isWhole = (word: string) => parameters !== undefined || !word.slice(typed.length).includes('.')
    const found = [...new Set(words)].filter((word) => word.startsWith(typed) && isWhole(word))
    return [found.sort(), typed]
  }

  /** `logto.list_users`, below whatever name of a tenant was typed. */
  private operations(typed: string): string[] {
    const [, tenant] = /^((?:app\.integrations\.)?logto(?:\.[a-z_]\w*)?)\.\w*$/i.exec(typed) ?? []
    return tenant === undefined ? [] : this.names.all().map((name) => `${tenant}.${name}`)
  }

  /** Of the call whose table is open at the end of the text; undefined where none is, or a value is typed. */
  private async parameters(text: string): Promise<string[] | undefined> {
    const [, name = '', given = ''] = /logto(?:\.\w+)*\.(\w+)\s*\(?\s*\{([^{}]*)$/.exec(text) ?? []
    if (name === '' || !/^$|[,;]\s*$|^\s+$/.test(given)) return undefined
    const command = this.names.commandOf(name)?.command
    if (command === undefined) return undefined
    const taken = new Set([...given.matchAll(/(\w+)\s*=/g)].map(([, one]) => one))
    const targets = targetsOf(await this.operation(command))
    // Of the spellings of one input, the first is the usual one.
    const first = new Map([...targets].reverse().map(([one, target]) => [target, one] as const))
    return [...first.values()].filter((one) => !taken.has(one)).map((one) => `${one} = `)
  }
}
