import { Args, Flags, type Interfaces } from '@oclif/core'
import { BaseCommand } from '../../src/call/operation/base-command.js'
import { commandLoader } from '../../src/jobs/describe/command-loader.js'
import { kindFlags, runFlags, valueFlags } from '../../src/jobs/tenant/flags.js'

export default class TenantDiff extends BaseCommand {
  static override readonly summary = 'Show what an apply would change in the tenant'
  static override readonly description =
    'Compares files with the tenant and prints, kind by kind, what would be created (+), changed (~) and deleted (-); what would be deleted only with --delete has a *. Exits with 9 when anything differs, 0 when nothing does, 8 when a kind could not be read. Nothing is changed. --out keeps the plan, to be carried out exactly by tenant apply.'
  static readonly keywords = ['plan', 'drift', 'compare', 'preview', 'dry run', 'as code', 'terraform', 'gitops']
  static override readonly usage = 'tenant diff PATH [FLAGS]'
  static override readonly examples = [
    { description: 'Compare a folder with the tenant', command: 'logto tenant diff staging/ -p production' },
    { description: 'Keep the plan', command: 'logto tenant diff staging/ -p production --out plan.json' },
    {
      description: 'Watch for drift in CI: exit 9 where something differs',
      command: 'logto tenant diff staging/ --delete --json',
    },
  ]
  static override readonly baseFlags = runFlags as Interfaces.FlagInput
  static override readonly args = {
    path: Args.string({ description: 'Folder of files, or one document', required: true }),
  }
  static override readonly flags = {
    ...kindFlags,
    ...valueFlags,
    delete: Flags.boolean({ description: 'Count what would be deleted, too' }),
    out: Flags.string({ description: 'Write the plan into this file, mode 0600', helpValue: '<file>' }),
  }

  override async run(): Promise<void> {
    const { args, flags } = await this.parseInput()
    const { diff } = await import('../../src/jobs/tenant/diff.js')
    const { root, version } = this.config
    await diff(args.path ?? '', flags, {
      root,
      version,
      streams: this.streams,
      load: commandLoader(import.meta.url, '../'),
    })
  }
}
