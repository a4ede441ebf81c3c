import { Args, Flags } from '@oclif/core'
import { BaseCommand } from '../src/operation/base-command.js'
import { outputFlags, processFlags, requestFlags } from '../src/operation/global-flags.js'

export default class Lua extends BaseCommand {
  static override readonly summary = 'Run a workflow written in Lua'
  static override readonly description = [
    'Runs a Lua 5.4 script in one process, with one token and one connection. Every operation is a function that',
    'takes one table: `logto.get_user{user_id = "…"}`. An answer is a table, a failure an error that pcall catches.',
    'A script reaches the tenant alone: files, variables and other profiles must be allowed by a flag. What destroys',
    'something needs --yes. A dash reads the script from standard input.',
  ].join(' ')
  static readonly keywords = ['script', 'workflow', 'automation', 'batch', 'program', 'loop']
  static override readonly usage = ['lua FILE [ARGS...] [FLAGS]', 'lua --eval CODE [ARGS...] [FLAGS]']
  static override readonly strict = false
  static override readonly examples = [
    { description: 'Evaluate an expression', command: "logto lua --eval 'return 1 + 1'" },
    {
      description: 'Print the name of each role',
      command: "logto lua --eval 'for role in logto.each(logto.list_roles) do print(role.name) end'",
    },
  ]
  static override readonly args = {
    file: Args.string({ description: "Script to run, '-' for standard input; further words are its arguments" }),
  }
  static override readonly flags = {
    eval: Flags.string({ char: 'e', description: 'Run this text instead of a file', helpValue: '<code>' }),
    yes: Flags.boolean({ char: 'y', description: 'Let the script destroy things' }),
    confirm: Flags.string({ description: 'With --yes on a protected profile: its name', helpValue: '<profile>' }),
    'allow-env': allow('Variable of the environment that the script may read', '<name>'),
    'allow-read': allow('Folder below which it may read files', '<folder>'),
    'allow-write': allow('Folder below which it may write files', '<folder>'),
    'allow-profile': allow('Profile that it may use beside the selected one', '<name>'),
    memory: Flags.integer({ description: 'Most memory for Lua', helpValue: '<mib>', min: 4, max: 1024, default: 128 }),
    'max-time': Flags.string({ description: 'End the script after this time, such as 30s', helpValue: '<time>' }),
  }
  static override readonly baseFlags = {
    json: outputFlags.json,
    profile: requestFlags.profile,
    endpoint: requestFlags.endpoint,
    retries: requestFlags.retries,
    timeout: requestFlags.timeout,
    ...processFlags,
  }

  override async run(): Promise<void> {
    const { flags, argv } = await this.parseInput()
    const { runLua } = await import('../src/lua/run-lua.js')
    await runLua(flags, argv, {
      root: this.config.root,
      version: this.config.version,
      streams: this.streams,
      commands: this.config.commands,
    })
  }
}

function allow(description: string, helpValue: string) {
  return Flags.string({ description: `${description}; repeatable`, helpValue, multiple: true, multipleNonGreedy: true })
}
