import { Args, Flags, type Interfaces } from '@oclif/core'
import { BaseCommand } from '../../src/call/operation/base-command.js'
import { commandLoader } from '../../src/jobs/describe/command-loader.js'
import { kindFlags, runFlags, valueFlags } from '../../src/jobs/tenant/flags.js'

export default class TenantApply extends BaseCommand {
  static override readonly summary = 'Make the tenant as files want it'
  static override readonly description =
    "Shows the plan and asks. Objects are created and changed in the order that Logto needs; without --delete nothing is deleted, and what files do not manage is left alone. Each object is read again right before its change, and one that somebody else changed meanwhile is refused. A refusal ends what depends on it and lets the rest go on; afterwards the tenant is read again and what did not come out as written is named. PATH is a folder, a plan of tenant diff --out, one document, or '-'."
  static readonly keywords = [
    'deploy',
    'import',
    'push',
    'promote',
    'sync',
    'as code',
    'terraform',
    'gitops',
    'restore',
  ]
  static override readonly usage = 'tenant apply PATH [FLAGS]'
  static override readonly examples = [
    {
      description: 'Carry a configuration to another tenant',
      command: 'logto tenant apply staging/ -p production --vars production.yaml',
    },
    { description: 'Exactly what a plan says', command: 'logto tenant apply plan.json -p production' },
    { description: 'Delete what the files do not have, too', command: 'logto tenant apply staging/ --delete' },
    { description: 'Hundreds of permissions from one document', command: 'logto tenant apply permissions.yaml' },
  ]
  static override readonly baseFlags = runFlags as Interfaces.FlagInput
  static override readonly args = {
    path: Args.string({ description: "Folder, plan or document; '-' for standard input", required: true }),
  }
  static override readonly flags = {
    ...kindFlags,
    ...valueFlags,
    delete: Flags.boolean({ description: 'Delete what the files do not have' }),
    'max-deletes': Flags.string({ description: 'Most deletions that are carried out [default: 10]', helpValue: '<n>' }),
    journal: Flags.string({
      description: 'File for the journal [default: a dated one in your state folder]',
      helpValue: '<file>',
    }),
    yes: Flags.boolean({ char: 'y', description: 'Do not ask' }),
    confirm: Flags.string({ description: 'With --yes on a protected profile: its name', helpValue: '<profile>' }),
  }

  override async run(): Promise<void> {
    const { args, flags } = await this.parseInput()
    const { apply } = await import('../../src/jobs/tenant/apply.js')
    const { root, version } = this.config
    await apply(args.path ?? '', flags, {
      root,
      version,
      streams: this.streams,
      load: commandLoader(import.meta.url, '../'),
    })
  }
}
