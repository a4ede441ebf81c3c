import { Flags } from '@oclif/core'
import { BaseCommand } from '../src/call/operation/base-command.js'
import { outputFlags, processFlags, requestFlags } from '../src/call/operation/global-flags.js'

export default class Refresh extends BaseCommand {
  static override readonly summary = 'Make commands for what a newer tenant has'
  static override readonly description = [
    "Reads the tenant's own API documents and keeps, for this tenant and this user, what this program does not know: new",
    'operations become commands at once, and new inputs of known commands are accepted. They are marked "from the tenant,',
    'not reviewed"; their words come from the names in the API, and a write among them always asks. Nothing known is',
    'changed, and an update of this program brings the commands with names of their own. The guide is docs/refresh.md.',
  ].join(' ')
  static readonly keywords = [
    'update',
    'new',
    'newer',
    'operations',
    'documents',
    'openapi',
    'version',
    'missing',
    'unknown',
  ]
  static readonly before = ['doctor']
  static readonly after = ['commands', 'schema']
  static override readonly usage = 'refresh [FLAGS]'
  static override readonly examples = [
    { description: 'After an update of Logto', command: 'logto refresh' },
    { description: 'See what the tenant has, and keep nothing', command: 'logto refresh --dry-run' },
    { description: 'Take the documents from another place', command: 'logto refresh --from ./openapi' },
  ]
  static override readonly baseFlags = {
    ...outputFlags,
    profile: requestFlags.profile,
    endpoint: requestFlags.endpoint,
    retries: requestFlags.retries,
    timeout: { ...requestFlags.timeout, description: 'Time for each document, such as 30s, 2m [default: 60s]' },
    ...processFlags,
  }
  static override readonly flags = {
    from: Flags.string({
      description: 'Read the documents there: the address of a Logto, which gets no credentials, or a folder',
      helpValue: '<url|folder>',
    }),
    'dry-run': Flags.boolean({ description: 'Say what there is, and keep nothing' }),
    forget: Flags.boolean({
      description: 'Take away what is kept of this tenant; nothing is read',
      exclusive: ['from'],
    }),
  }

  override async run(): Promise<void> {
    const { flags } = await this.parseInput()
    const [{ refresh }, { documentPatienceMs }, { settingsOf }] = await Promise.all([
      import('../src/jobs/refresh/refresh.js'),
      import('../src/jobs/refresh/tenant-document.js'),
      import('../src/call/operation/settings.js'),
    ])
    const { root, version } = this.config
    const typed = settingsOf(flags)
    const settings = { ...typed, ...(flags.timeout === undefined ? { timeoutMs: documentPatienceMs } : {}) }
    await refresh(
      { from: flags.from as string | undefined, forget: flags.forget === true, dryRun: flags['dry-run'] === true },
      { settings, version, streams: this.streams },
      root,
    )
  }
}
