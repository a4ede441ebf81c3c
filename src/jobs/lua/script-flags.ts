import { Flags } from '@oclif/core'

const repeatable = { multiple: true, multipleNonGreedy: true } as const

/** Flags of the commands that run scripts: what to run, and what it may reach and take. */
export const scriptFlags = {
  eval: Flags.string({
    char: 'e',
    description: 'Run this code; all words are its arguments',
    helpValue: '<code>',
    exclusive: ['repl'],
  }),
  repl: Flags.boolean({ description: 'Read and run line by line, on a terminal' }),
  'dry-run': Flags.boolean({
    description: 'Send reads only; say each write on standard error, and give the script its request',
  }),
  'allow-read': Flags.string({
    description: 'Folder that the script may read files from; repeatable',
    helpValue: '<folder>',
    ...repeatable,
  }),
  'allow-write': Flags.string({
    description: 'Folder that the script may write files to; repeatable',
    helpValue: '<folder>',
    ...repeatable,
  }),
  'allow-env': Flags.string({
    description: 'Environment variable that the script may read; repeatable',
    helpValue: '<name>',
    ...repeatable,
  }),
  'allow-mcp': Flags.string({
    description: 'MCP server that the script may call (see `logto mcp servers`); repeatable',
    helpValue: '<name>',
    ...repeatable,
  }),
  'time-limit': Flags.string({
    description:
      'Time that the script may compute, waiting left out: 30s, 10m, none [default: 10m, on a terminal none]',
    helpValue: '<time>',
  }),
  'memory-limit': Flags.string({
    description: 'Memory that the script may take, in MB, or such as 1G [default: 64M]',
    helpValue: '<size>',
  }),
}

/** The same for scripts that call a tenant. */
export const tenantFlags = {
  yes: Flags.boolean({
    char: 'y',
    aliases: ['force'],
    description: 'Let the script destroy without asking: delete, rotate keys, replace by nothing',
  }),
  confirm: Flags.string({
    description: 'With --yes on a protected profile: its name; repeatable',
    helpValue: '<profile>',
    ...repeatable,
  }),
  'allow-profile': Flags.string({
    description: 'Profile that the script may use beside its own; repeatable',
    helpValue: '<profile>',
    ...repeatable,
  }),
}
