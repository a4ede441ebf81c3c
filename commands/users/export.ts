import { Args, Flags, type Interfaces } from '@oclif/core'
import { BaseCommand } from '../../src/call/operation/base-command.js'
import { globalFlags } from '../../src/call/operation/global-flags.js'
import { flagsOf } from '../../src/call/operation/oclif-shape.js'
import { paceFlags } from '../../src/jobs/bulk/run/run-flags.js'
import { commandLoader } from '../../src/jobs/describe/command-loader.js'
import UsersList from './list.js'

const { profile, endpoint, retries, timeout, json, debug } = globalFlags
const { query, paging: _, ...list } = UsersList.operation
const { 'include-password-hash': __, ...who } = query
const filters = flagsOf({ ...list, query: who })

export default class UsersExport extends BaseCommand {
  static override readonly summary = 'Write all people to a file: to keep, or for another tenant'
  static override readonly description =
    'Writes everybody, or those whom the search flags choose, as JSON Lines, JSON or CSV: all that a list of users shows, social identities among it, and with --with what else belongs to them. The newest come first, as in every list. `logto users import` reads each form back. The file takes its name when it is whole: after a failure or Ctrl-C nothing of it stays. Password hashes are written by name alone, into a file that only you may read, or into a pipe. It ends with 8 when the list changed so much that somebody may be missing. The guide is docs/users.md.'
  static readonly keywords = ['backup', 'download', 'dump', 'migrate', 'csv', 'spreadsheet', 'move', 'all']
  static readonly after = ['users import', 'users list']
  static override readonly usage = 'users export [FILE] [FLAGS]'
  static override readonly examples = [
    { description: 'Keep everybody in a file', command: 'logto users export people.jsonl' },
    {
      description: 'Take all that another tenant can take over',
      command: 'logto users export people.jsonl --with roles,organizations,password-hash',
    },
    {
      description: 'Make a table of the people of one company, for a spreadsheet',
      command: "logto users export people.csv --where 'primaryEmail=%@example.com' --csv-safe",
    },
    {
      description: 'Bring everybody into another tenant',
      command:
        'logto users export --with roles,organizations,password-hash | logto users import - --yes --profile staging',
    },
  ]
  static override readonly args = {
    file: Args.string({ description: 'File to write; standard output without' }),
  }
  static override readonly baseFlags = {
    output: Flags.string({
      char: 'o',
      description: "Form of the file [default: by the file's ending, else jsonl]",
      options: ['jsonl', 'json', 'csv'],
      helpGroup: 'GLOBAL',
    }),
    json,
    'csv-safe': globalFlags['csv-safe'],
    ...{ profile, endpoint, retries, timeout, debug },
    'no-color': globalFlags['no-color'],
    'no-input': globalFlags['no-input'],
  } as Interfaces.FlagInput
  static override readonly flags = {
    with: Flags.string({
      description:
        'What else belongs to people: roles, organizations (with the roles there), password-hash; and as a record alone, by one request a person each: sso-identities, mfa. identities are always there',
      helpValue: '<parts>',
      multiple: true,
      multipleNonGreedy: true,
    }),
    ...filters,
    ...paceFlags,
  }

  override async run(): Promise<void> {
    const { args, flags } = await this.parseInput(UsersExport)
    const { exportWishes } = await import('../../src/jobs/export/wishes.js')
    const { runExport } = await import('../../src/jobs/export/run-export.js')
    const { root, version } = this.config
    const program = { root, version, streams: this.streams }
    await runExport(exportWishes({ args, flags }, Object.keys(filters)), program, commandLoader(import.meta.url, '../'))
  }
}
