import { BaseCommand } from '../src/call/operation/base-command.js'
import { outputFlags, processFlags, requestFlags } from '../src/call/operation/global-flags.js'

/** Milliseconds for each try, where `--timeout` is not given: a check that waits long has found what it looks for. */
const timeoutMs = 4000

export default class Doctor extends BaseCommand {
  static override readonly summary = 'Find out what is wrong on the way to the tenant'
  static override readonly description = [
    'Checks Node, the configuration, the keychain, proxy, DNS and TLS, whether a Logto answers at the endpoint, its',
    'OpenID configuration, the clock, the access token, the API and the role, and whether this program and the tenant',
    'know the same operations. What builds on a failed check is skipped. Nothing is changed, no secret is shown.',
    'Warnings exit 0; a failure exits with the code that commands would have: 3 for credentials, 7 for the network.',
  ].join(' ')
  static readonly keywords = [
    'diagnose',
    'check',
    'troubleshoot',
    'broken',
    'does not work',
    'why',
    'health',
    'network',
    'proxy',
  ]
  static readonly before = ['login']
  static readonly after = ['whoami']
  static override readonly usage = 'doctor [FLAGS]'
  static override readonly examples = [
    { description: 'Find out why nothing works', command: 'logto doctor' },
    { description: 'Examine a profile, for a program', command: 'logto doctor --profile work --json' },
    {
      description: 'List the operations of the tenant that this program lacks',
      command: 'logto doctor --json --query "checks[?name==\'drift\'].details.programLacks[]"',
    },
  ]
  static override readonly baseFlags = {
    ...outputFlags,
    profile: requestFlags.profile,
    endpoint: requestFlags.endpoint,
    timeout: {
      ...requestFlags.timeout,
      description: 'Time for each request, such as 500ms, 2m [default: 4s; for an API document 60s]',
    },
    ...processFlags,
  }

  override async run(): Promise<void> {
    const { flags } = await this.parseInput()
    const [{ doctor }, { documentPatienceMs }, { settingsOf }] = await Promise.all([
      import('../src/jobs/doctor/doctor.js'),
      import('../src/jobs/refresh/tenant-document.js'),
      import('../src/call/operation/settings.js'),
    ])
    const { version, root, pjson } = this.config
    const settings = { ...settingsOf(flags), retries: 0, ...(flags.timeout === undefined ? { timeoutMs } : {}) }
    await doctor(
      {
        settings,
        documentTimeoutMs: flags.timeout === undefined ? documentPatienceMs : settings.timeoutMs,
        ...{ env: process.env, cwd: process.cwd(), root, engines: String(pjson.engines?.node ?? '') },
      },
      { version, streams: this.streams },
    )
  }
}
