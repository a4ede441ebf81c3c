import { Flags } from '@oclif/core'
import { BaseCommand } from '../../src/call/operation/base-command.js'
import { flagsOf } from '../../src/call/operation/oclif-shape.js'
import LogsList from './list.js'

/** The filters of `logs list`; paging and the bounds of time are the follower's own. */
const { paging: _, ...unpaged } = LogsList.operation
const { 'start-time': __, 'end-time': ___, 'enable-cap': ____, ...filters } = unpaged.query

/** `logs list`, again and again. */
export default class LogsTail extends BaseCommand {
  static override readonly summary = 'Follow the audit log: print new entries as they are written'
  static override readonly description = [
    'Prints each entry once, oldest first, until Ctrl-C or SIGTERM (exit 130); a closed pipe ends it with 0, at the next entry.',
    'Once it has begun, failures of network and server are waited out, and what was written meanwhile is printed',
    'then; refused credentials end it with 3. An entry that appears more than ten seconds after a later one is missed.',
    'Formats: table, csv, and jsonl for programs. --query filters or picks, written as for `logs list`.',
  ].join(' ')
  static readonly keywords = ['watch', 'stream', 'live', 'follow']
  static readonly operation = LogsList.operation
  static override readonly usage = 'logs tail [FLAGS]'
  static override readonly examples = [
    { description: 'Watch what happens', command: 'logto logs tail' },
    {
      description: 'Follow one user, with the last hour',
      command: 'logto logs tail --user-id u4x8k2m9p1qz --since 1h',
    },
    {
      description: 'Hand the failures to another program',
      command: 'logto logs tail -o jsonl --query "[?payload.result==\'Error\']"',
    },
  ]
  static override readonly flags = {
    ...flagsOf({ ...unpaged, query: filters }),
    since: Flags.string({
      description: 'Begin with what was written since then: an age such as 1h, or a time [default: now]',
      helpValue: '<time>',
    }),
    interval: Flags.string({ description: 'Time between two looks [default: 2s]', helpValue: '<time>' }),
  }

  override async run(): Promise<void> {
    const input = await this.parseInput()
    const [{ followLogs }, { loadSchema }] = await Promise.all([
      import('../../src/jobs/follow/follow.js'),
      import('../../src/call/operation/load-schema.js'),
    ])
    await followLogs(LogsList.operation, input, {
      command: this.typed,
      summary: LogsTail.summary,
      schema: () => loadSchema(this.config.root, 'logs list'),
      version: this.config.version,
      streams: this.streams,
    })
  }
}
