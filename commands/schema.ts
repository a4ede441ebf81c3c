import { Args, Flags } from '@oclif/core'
import { BaseCommand } from '../src/call/operation/base-command.js'
import { outputFlags, processFlags, tenantFlags } from '../src/call/operation/global-flags.js'

export default class Schema extends BaseCommand {
  static override readonly summary = 'Show what an operation takes, or a body to edit'
  static override readonly description = [
    'Prints method, path, the right it needs, inputs, the properties of the body and the fields of the answer; as JSON',
    'or YAML, one document with the JSON Schemas of the API. COMMAND may be the words of a command, an operation id or',
    'a name in Lua scripts. --skeleton prints a body to edit instead: YAML with comments, or JSON with -o json. Nothing is sent.',
  ].join(' ')
  static readonly keywords = ['body', 'template', 'skeleton', 'properties', 'types', 'fields', 'json']
  static override readonly usage = 'schema COMMAND... [FLAGS]'
  static override readonly strict = false
  static override readonly examples = [
    { description: 'See what creating a user takes and returns', command: 'logto schema users create' },
    {
      description: 'Write a body to edit, for --body @app.yaml',
      command: 'logto schema apps create --skeleton > app.yaml',
    },
    {
      description: 'The same of a body that has several forms',
      command: 'logto schema custom-profile-fields create --skeleton --variant Select',
    },
    {
      description: 'Print the JSON Schema of the body of an operation',
      command: 'logto schema CreateOrganization --json --query body.schema',
    },
  ]
  static override readonly args = {
    command: Args.string({ description: 'Words of a command, an operation id or a Lua name', required: true }),
  }
  static override readonly flags = {
    skeleton: Flags.boolean({
      description: 'Print a body to fill in, for --body @FILE',
      exclusive: ['columns', 'query'],
    }),
    variant: Flags.string({
      description: 'With --skeleton: the form to fill in, of a body that has several, by number or type',
      helpValue: '<n|name>',
      dependsOn: ['skeleton'],
    }),
  }
  static override readonly baseFlags = { ...outputFlags, ...tenantFlags, ...processFlags }

  override async run(): Promise<void> {
    const { argv, flags } = await this.parseInput()
    const [{ showSchema, showSkeleton }, { settingsOf }] = await Promise.all([
      import('../src/jobs/describe/show-schema.js'),
      import('../src/call/operation/settings.js'),
    ])
    const settings = settingsOf(flags)
    if (flags.skeleton !== true) return showSchema(argv, settings, this.config, this.streams)
    await showSkeleton(argv, settings, this.config, this.streams, flags.variant as string | undefined)
  }
}
