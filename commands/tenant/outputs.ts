import type { Interfaces } from '@oclif/core'
import { BaseCommand } from '../../src/call/operation/base-command.js'
import { commandLoader } from '../../src/jobs/describe/command-loader.js'
import { kindFlags, runFlags } from '../../src/jobs/tenant/flags.js'

export default class TenantOutputs extends BaseCommand {
  static override readonly summary = "Print the ids of the tenant's objects by key, for deployments"
  static override readonly description =
    'Ids that Logto chose (an id of an application is its client id) and secrets that it made, by the keys of the files. On a terminal secrets are masked; --json and --output yaml print them.'
  static readonly keywords = ['client id', 'ids', 'deploy', 'environment', 'as code', 'terraform']
  static override readonly usage = 'tenant outputs [FLAGS]'
  static override readonly examples = [
    { description: 'Ids of everything', command: 'logto tenant outputs -p production' },
    { description: 'Of applications alone, for a program', command: 'logto tenant outputs --only applications --json' },
  ]
  static override readonly baseFlags = runFlags as Interfaces.FlagInput
  static override readonly flags = kindFlags

  override async run(): Promise<void> {
    const { flags } = await this.parseInput()
    const { outputs } = await import('../../src/jobs/tenant/outputs.js')
    const { root, version } = this.config
    await outputs(flags, { root, version, streams: this.streams, load: commandLoader(import.meta.url, '../') })
  }
}
