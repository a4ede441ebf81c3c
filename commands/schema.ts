import { Args, Flags } from '@oclif/core'
import { BaseCommand } from '../src/operation/base-command.js'
import { outputFlags, processFlags } from '../src/operation/global-flags.js'

export default class Schema extends BaseCommand {
  static override readonly summary = 'Show what an operation takes and answers, or a body to edit'
  static override readonly description =
    'Works offline. Shows method and path, whose right the operation needs, its arguments and parameters, and the fields of its body and answer with their types, limits and flags. An operation is named by its command or by its id in the API documents. --json prints the same as one document, with the JSON Schema of body and answers.'
  static override readonly usage = 'schema COMMAND... [FLAGS]'
  static override readonly examples = [
    { description: 'What creating a user takes and answers', command: 'logto schema users create' },
    { description: 'Print a body, edit it, and send it', command: 'logto schema roles create --skeleton > role.yaml' },
    {
      description: 'One form of a body that has several',
      command: 'logto schema custom-profile-fields create --skeleton --variant Select',
    },
    {
      description: 'The JSON Schema of a body, by the id of the operation',
      command: 'logto schema CreateUser --json --query body.schema',
    },
  ]
  static override readonly strict = false
  static override readonly args = {
    command: Args.string({
      description: 'Words of a command, or the id of an operation',
      required: true,
    }),
  }
  static override readonly flags = {
    skeleton: Flags.boolean({
      description: 'Print a body to edit: YAML with comments, or JSON with --output json',
      exclusive: ['columns', 'query'],
    }),
    variant: Flags.string({
      description: 'With --skeleton: the form of the body, where it has several, by number or type',
      helpValue: '<n|name>',
      dependsOn: ['skeleton'],
    }),
  }
  static override readonly baseFlags = { ...outputFlags, ...processFlags }

  override async run(): Promise<void> {
    const { argv, flags } = await this.parseInput()
    const { showSchema } = await import('../src/describe/show-schema.js')
    await showSchema(argv, flags, this.commands, this.streams)
  }
}
