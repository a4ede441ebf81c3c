import { Args, Flags, type Interfaces } from '@oclif/core'
import { BaseCommand } from '../src/call/operation/base-command.js'
import { globalFlags } from '../src/call/operation/global-flags.js'
import { journalFlags, paceFlags } from '../src/jobs/bulk/run/run-flags.js'

const { curl: _, ...shared } = globalFlags

export default class Batch extends BaseCommand {
  static override readonly summary = 'Run one command for each row of a list'
  static override readonly description =
    "Runs a command of one operation once for each row, in one process with one token. Rows are CSV, TSV, JSON, JSON Lines, YAML or plain lines, known by their content; a plain line is the command's first argument. Columns are the command's own arguments, query and body inputs; flags of the line hold for every row. All rows are checked before the first request. It prints a line for each row in the order of the input, keeps a journal of writes, and ends with 8 when some rows failed. The guide is docs/batch.md."
  static readonly keywords = ['bulk', 'many', 'csv', 'rows', 'list', 'mass', 'each', 'loop', 'import']
  static override readonly usage = 'batch COMMAND [ARGS...] [FLAGS]'
  static override readonly examples = [
    { description: 'Suspend the users of a list', command: 'logto batch users suspend --input ids.txt' },
    {
      description: 'Delete what a query finds',
      command: "logto users list --all --query '[?isSuspended].id' -o text | logto batch users delete --yes",
    },
    {
      description: 'Change people by a table with the columns user-id, name and customData.plan',
      command: 'logto batch users update --input people.csv --merge',
    },
    { description: 'Look at the requests first', command: 'logto batch users suspend --input ids.txt --dry-run' },
  ]
  static override readonly strict = false
  static override readonly args = {
    command: Args.string({ description: 'Command to run for each row, and arguments that hold for all' }),
  }
  static override readonly baseFlags = shared as Interfaces.FlagInput
  static override readonly flags = {
    input: Flags.string({ description: "Rows: a file, or '-' for standard input [default: -]", helpValue: '<file|->' }),
    encoding: Flags.string({
      description: 'Encoding of rows that are not UTF-8, such as windows-1252',
      helpValue: '<name>',
    }),
    failed: Flags.string({
      description: 'File for the rows that failed, to be corrected and given again',
      helpValue: '<file>',
    }),
    unordered: Flags.boolean({ description: 'Print results as they come, not in the order of the rows' }),
    ...paceFlags,
    ...journalFlags,
    yes: Flags.boolean({ char: 'y', description: 'Do not ask before destroying anything' }),
    confirm: Flags.string({ description: 'With --yes on a protected profile: its name', helpValue: '<profile>' }),
  }

  override async run(): Promise<void> {
    const { targetOf } = await import('../src/jobs/bulk/batch/target.js')
    const { target, rest } = await targetOf(this.argv, this.config)
    const { args, flags } = await this.parseInput(
      {
        args: Object.fromEntries(Object.entries(target.args).map(([name, arg]) => [name, { ...arg, required: false }])),
        flags: { ...target.flags, ...Batch.flags },
        baseFlags: Batch.baseFlags,
        strict: true,
      },
      rest,
      `batch ${target.command}`,
    )
    const { startBatch } = await import('../src/jobs/bulk/batch/start-batch.js')
    const { root, version } = this.config
    await startBatch(target, { args, flags }, { root, version, streams: this.streams })
  }
}
