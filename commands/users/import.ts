import { Args, Flags, type Interfaces } from '@oclif/core'
import { BaseCommand } from '../../src/call/operation/base-command.js'
import { globalFlags } from '../../src/call/operation/global-flags.js'
import { journalFlags, paceFlags } from '../../src/jobs/bulk/run/run-flags.js'
import { commandLoader } from '../../src/jobs/describe/command-loader.js'

const { curl: _, ...shared } = globalFlags

export default class UsersImport extends BaseCommand {
  static override readonly summary = 'Bring people in from a file: another system, or an export of this program'
  static override readonly description =
    "Reads a file of people (CSV, JSON, JSON Lines, LDIF; gzip is read as it is), says what it is and what becomes of it, checks all of it, asks, and creates the people so that they can sign in with the password they have. Sources are known by their content: Logto's own rows, Auth0, Firebase, Clerk, Cognito, Keycloak, Okta, Supabase, WorkOS, FusionAuth, Django, WordPress, Devise, ASP.NET Identity, LDAP. Roles and organizations are given to many people by one call. A journal tells what was sent: --resume goes on after anything, and --undo takes back exactly what was created. It ends with 8 when somebody is not in. The guide is docs/users.md."
  static readonly keywords = ['migrate', 'migration', 'bulk', 'upload', 'csv', 'auth0', 'firebase', 'passwords', 'move']
  static readonly after = ['users export', 'users list']
  static override readonly usage = 'users import FILE [FLAGS]'
  static override readonly examples = [
    { description: 'Look at what an import would do', command: 'logto users import people.csv --dry-run' },
    {
      description: 'Bring people in from Auth0, with the hashes of their passwords',
      command: 'logto users import export.ndjson --hashes hashes.ndjson --unverified drop',
    },
    {
      description: 'Go on without the rows that cannot be right, and keep those for later',
      command: 'logto users import people.csv --skip-invalid --failed failed.csv --yes',
    },
    {
      description: 'Bring a list up to date each night',
      command: 'logto users import people.csv --on-existing update --match email --yes',
    },
    { description: 'Take back what an import has created', command: 'logto users import --undo journal.jsonl' },
  ]
  static override readonly args = {
    file: Args.string({ description: "File of people, or '-' for standard input" }),
  }
  static override readonly baseFlags = shared as Interfaces.FlagInput
  static override readonly flags = {
    from: Flags.string({
      description: 'Source of the file, such as auth0 or firebase [default: found by content]',
      helpValue: '<source>',
    }),
    hashes: Flags.string({ description: "Auth0's export of password hashes", helpValue: '<file>' }),
    'firebase-params': Flags.string({
      description: "Firebase's password hash parameters, as the console shows them",
      helpValue: '<file>',
    }),
    map: Flags.string({
      description: 'Mapping in YAML: properties of Logto, and the column or JMESPath expression of each',
      helpValue: '<file>',
    }),
    encoding: Flags.string({
      description: 'Encoding of a file that is not UTF-8, such as windows-1252',
      helpValue: '<name>',
    }),
    unverified: Flags.string({
      description: 'Addresses that nobody has confirmed; required where the file has some, since Logto trusts each',
      options: ['keep', 'drop', 'custom-data'],
    }),
    'bad-username': Flags.string({
      description: 'Usernames that Logto does not take [default: fail]',
      options: ['fail', 'drop', 'custom-data'],
    }),
    'bad-digest': Flags.string({
      description: 'Password hashes that can never match [default: fail]',
      options: ['fail', 'drop'],
    }),
    'scrypt-as-firebase': Flags.boolean({ description: "Carry scrypt hashes by Logto's form for Firebase's" }),
    'keep-rest': Flags.boolean({ description: 'Keep in customData what has no place in Logto' }),
    'keep-ids': Flags.string({
      description:
        'Keep the IDs of the file where the tenant takes them, else in customData.legacyId; =require stops there',
      helpValue: '[require]',
      options: ['try', 'require'],
    }),
    'on-existing': Flags.string({
      description: 'People who are there already [default: fail]',
      options: ['fail', 'skip', 'update'],
    }),
    match: Flags.string({
      description: 'By what people who are there are known: email, phone, username or customData.PATH',
      helpValue: '<what>',
    }),
    'change-identifiers': Flags.boolean({
      description: 'With --on-existing update: change e-mail address, phone number and username, too',
    }),
    roles: Flags.string({ description: 'Role for everybody, by name or ID', helpValue: '<name>', multiple: true }),
    organization: Flags.string({
      description: 'Organization for everybody, by name or ID',
      helpValue: '<name>',
      multiple: true,
    }),
    failed: Flags.string({
      description: 'File for the people who were not created, to be corrected and given again',
      helpValue: '<file>',
    }),
    ...paceFlags,
    ...journalFlags,
    undo: Flags.string({
      description: 'Delete the people whom the runs of these journals have created, and nobody else',
      helpValue: '<journal>',
      multiple: true,
    }),
    'even-if-used': Flags.boolean({ description: 'With --undo: delete those, too, who have signed in since' }),
    yes: Flags.boolean({ char: 'y', description: 'Do not ask' }),
    confirm: Flags.string({ description: 'With --yes on a protected profile: its name', helpValue: '<profile>' }),
  }

  override async run(): Promise<void> {
    // A flag of oclif's has a value or none; this one may have.
    const argv = this.argv.map((word) => (word === '--keep-ids' ? '--keep-ids=try' : word))
    const { args, flags } = await this.parseInput(UsersImport, argv)
    const { root, version } = this.config
    const program = { root, version, streams: this.streams }
    const load = commandLoader(import.meta.url, '../')
    const typed = { args, flags }
    if (flags.undo !== undefined) {
      const { runUndo } = await import('../../src/jobs/import/undo/run-undo.js')
      return runUndo(typed, program, load)
    }
    const { wishesOf } = await import('../../src/jobs/import/command-wishes.js')
    const { runImport } = await import('../../src/jobs/import/run-import.js')
    await runImport(wishesOf(typed), program, load)
  }
}
