import { Args, type Interfaces } from '@oclif/core'
import { BaseCommand } from '../../src/call/operation/base-command.js'
import { outputFlags, processFlags } from '../../src/call/operation/global-flags.js'
import { commandLoader } from '../../src/jobs/describe/command-loader.js'
import { variableFlags } from '../../src/jobs/tenant/flags.js'

export default class TenantValidate extends BaseCommand {
  static override readonly summary = "Look for faults in a tenant's files, without a tenant"
  static override readonly description =
    "Checks YAML, tags, names, types, values and references against the operations' own schemas, and names each fault with file, line and column. Nothing is sent, and secrets need not be given."
  static readonly keywords = ['lint', 'check', 'offline', 'configuration', 'as code']
  static override readonly usage = 'tenant validate PATH [FLAGS]'
  static override readonly examples = [
    { description: 'Check a folder, as before a commit', command: 'logto tenant validate staging/' },
    { description: 'With the values of variables', command: 'logto tenant validate staging/ --vars production.yaml' },
  ]
  static override readonly baseFlags = {
    output: outputFlags.output,
    json: outputFlags.json,
    ...processFlags,
  } as Interfaces.FlagInput
  static override readonly args = {
    path: Args.string({ description: 'Folder of files, or one document', required: true }),
  }
  static override readonly flags = variableFlags

  override async run(): Promise<void> {
    const { args, flags } = await this.parseInput()
    const { validate } = await import('../../src/jobs/tenant/validate.js')
    const { root, version } = this.config
    await validate(args.path ?? '', flags, {
      root,
      version,
      streams: this.streams,
      load: commandLoader(import.meta.url, '../'),
    })
  }
}
