import { Args, Flags, type Interfaces } from '@oclif/core'
import { BaseCommand } from '../../src/call/operation/base-command.js'
import { commandLoader } from '../../src/jobs/describe/command-loader.js'
import { kindFlags, runFlags, valueFlags } from '../../src/jobs/tenant/flags.js'

export default class TenantPull extends BaseCommand {
  static override readonly summary = "Write the tenant's configuration into files"
  static override readonly description =
    'One YAML file for each kind, with natural keys and no ids. Files that are there are merged into: comments, order and tags whose value is that of the tenant stay. Secrets are never written; !secret NAME stands in their place. What files would lose is listed and asked about. Nothing is written unless every kind could be read. The guide is docs/tenant.md.'
  static readonly keywords = [
    'export',
    'configuration',
    'backup',
    'as code',
    'gitops',
    'terraform',
    'promote',
    'environment',
  ]
  static override readonly usage = 'tenant pull FOLDER [FLAGS]'
  static override readonly examples = [
    { description: 'Write the configuration into a folder', command: 'logto tenant pull staging/' },
    {
      description: 'Roles and API resources alone',
      command: 'logto tenant pull staging/ --only roles --only resources',
    },
    {
      description: 'Keep the values of secrets in a file that only you can read',
      command: 'logto tenant pull staging/ --with-secrets ~/staging-secrets.yaml',
    },
  ]
  static override readonly baseFlags = runFlags as Interfaces.FlagInput
  static override readonly args = { folder: Args.string({ description: 'Folder to write to', required: true }) }
  static override readonly flags = {
    ...kindFlags,
    ...valueFlags,
    'with-secrets': Flags.string({
      description: 'Write the values of secrets into this file, mode 0600, outside of the folder',
      helpValue: '<file>',
    }),
    'keep-local': Flags.boolean({ description: 'Keep objects in the files that the tenant lacks' }),
    yes: Flags.boolean({ char: 'y', description: 'Do not ask before files lose anything' }),
  }

  override async run(): Promise<void> {
    const { args, flags } = await this.parseInput()
    const { pull } = await import('../../src/jobs/tenant/pull.js')
    const { root, version } = this.config
    await pull(args.folder ?? '', flags, {
      root,
      version,
      streams: this.streams,
      load: commandLoader(import.meta.url, '../'),
    })
  }
}
