import { Flags } from '@oclif/core'

/** How fast the requests of a run are sent. */
export const paceFlags = {
  concurrency: Flags.string({
    description: 'Requests at once, 1 to 64 [default: begins at 4 and finds the best up to 16]',
    helpValue: '<n>',
  }),
  rate: Flags.string({
    description: "Requests a second at most [default: Logto Cloud's limit there, else none]",
    helpValue: '<n>',
  }),
}

/** What a run over an input leaves out, and how it is gone on with. */
export const journalFlags = {
  'skip-invalid': Flags.boolean({ description: 'Leave out rows that cannot be right, and go on with the others' }),
  shard: Flags.string({ description: 'Take a part, for several machines: 2/8', helpValue: '<part/of>' }),
  journal: Flags.string({
    description: 'File for the journal [default: a dated one in your state folder]',
    helpValue: '<file>',
  }),
  resume: Flags.string({
    description: 'Go on with the run of this journal',
    helpValue: '<journal>',
    exclusive: ['journal', 'new-run'],
  }),
  'new-run': Flags.boolean({ description: 'Begin anew though a run over the same input was not finished' }),
  offline: Flags.boolean({ description: 'With --dry-run: do without the tenant, too' }),
}
