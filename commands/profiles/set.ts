import { Args, Flags } from '@oclif/core'
import type { Profile, Storage } from '../../src/access/profiles/profile.js'
import { UsageError } from '../../src/base/errors.js'
import { BaseCommand } from '../../src/call/operation/base-command.js'
import { processFlags, requestFlags } from '../../src/call/operation/global-flags.js'

export default class ProfilesSet extends BaseCommand {
  static override readonly summary = 'Change the settings of a profile'
  static override readonly description =
    'Guards a profile against mistakes, moves its secrets, or gives it another address or application, which is proved by a call as at login. A read-only profile refuses every command that changes something; a protected one requires its name to be typed before anything is destroyed (in a script: --yes --confirm NAME). Both guard against slips, not against someone who holds the credentials.'
  static readonly keywords = ['read-only', 'protected']
  static override readonly usage = 'profiles set PROFILE [FLAGS]'
  static override readonly examples = [
    { description: 'Refuse every write', command: 'logto profiles set production --read-only' },
    {
      description: 'Require its name to be typed before a delete',
      command: 'logto profiles set production --protected',
    },
    {
      description: 'Say where the Console of your own Logto is, for logto open',
      command: 'logto profiles set work --console https://admin.example.com',
    },
    {
      description: 'Use the custom domain of the tenant',
      command: 'logto profiles set work --endpoint https://auth.example.com',
    },
    {
      description: 'Sign in as another application',
      command: 'logto profiles set work --client-id k4m8x2n6p0qrt5v9w3y1d --client-secret-stdin < secret.txt',
    },
    { description: 'Move its secrets into a file', command: 'logto profiles set work --storage file' },
  ]
  static override readonly baseFlags = { retries: requestFlags.retries, timeout: requestFlags.timeout, ...processFlags }
  static override readonly args = { profile: Args.string({ description: 'Name of the profile', required: true }) }
  static override readonly flags = {
    'read-only': Flags.boolean({ description: 'Refuse every command that changes something', allowNo: true }),
    protected: Flags.boolean({
      description: 'Require its name to be typed before anything is destroyed',
      allowNo: true,
    }),
    endpoint: Flags.string({
      description: 'Another address of the tenant, such as a custom domain',
      helpValue: '<url>',
    }),
    'client-id': Flags.string({
      description: 'Client id of another machine-to-machine application; its secret is asked for',
      helpValue: '<id>',
    }),
    'client-secret-stdin': Flags.boolean({ description: 'Read a new client secret from standard input' }),
    console: Flags.string({
      description: 'Address of its Console, for logto open; empty to forget it',
      helpValue: '<url>',
    }),
    storage: Flags.string({ description: 'Where its secrets are kept', options: ['keychain', 'file'] }),
  }

  override async run(): Promise<void> {
    const { args, flags } = await this.parseInput()
    const name = args.profile ?? ''
    const marks = {
      readOnly: flags['read-only'] as boolean | undefined,
      protected: flags.protected as boolean | undefined,
    }
    const storage = flags.storage as Storage | undefined
    const address = await consoleOf(flags.console as string | undefined)
    const change = {
      endpoint: flags.endpoint as string | undefined,
      clientId: flags['client-id'] as string | undefined,
      clientSecretStdin: flags['client-secret-stdin'] === true,
      noInput: flags['no-input'] === true,
    }
    const isMoved = change.endpoint !== undefined || change.clientId !== undefined || change.clientSecretStdin
    const given = [storage, address, marks.readOnly, marks.protected]
    if (!isMoved && given.every((each) => each === undefined)) {
      throw new UsageError('nothing to change was given', {
        code: 'usage.nothing_to_change',
        hint: 'give --endpoint, --client-id, --read-only, --protected, --console or --storage; see logto profiles set --help',
      })
    }
    const [{ ConfigFile }, { findProfile }] = await Promise.all([
      import('../../src/access/profiles/config-file.js'),
      import('../../src/access/profiles/profile.js'),
    ])
    const file = new ConfigFile(process.env)
    findProfile(await file.read(), name, 'set')
    if (isMoved) {
      const [{ changeProfile }, { loginProgram }] = await Promise.all([
        import('../../src/jobs/login/change-profile.js'),
        import('../../src/jobs/login/program.js'),
      ])
      await changeProfile(file, name, change, loginProgram(flags, this.config.version, this.streams))
    }
    if (storage) {
      const [{ moveSecrets }, { openStore }] = await Promise.all([
        import('../../src/access/profiles/edit-profiles.js'),
        import('../../src/access/profiles/open-store.js'),
      ])
      await moveSecrets(file, (kind) => openStore(kind, process.env), name, storage)
    }
    await file.update((configuration) => {
      const profile = findProfile(configuration, name, 'set')
      mark(profile, marks)
      if (address) profile.console = address
      if (address === '') delete profile.console
    })
    await this.streams.err(`profile ${name} is changed`)
  }
}

/** A Console's address as it is kept; empty to forget it. */
async function consoleOf(typed: string | undefined): Promise<string | undefined> {
  if (!typed) return typed
  const { parseConsole } = await import('../../src/access/profiles/console-address.js')
  return parseConsole(typed, '--console')
}

function mark(profile: Profile, marks: { readOnly: boolean | undefined; protected: boolean | undefined }): void {
  for (const name of ['readOnly', 'protected'] as const) {
    if (marks[name] === true) profile[name] = true
    if (marks[name] === false) delete profile[name]
  }
}
