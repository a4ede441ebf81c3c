import { commands } from '@oclif/plugin-help'

/** oclif's own help command, in this program's words. */
export default class Help extends commands.help {
  static override readonly summary = 'Show help for a topic or a command'
  static override readonly description =
    'The same as `--help` behind the topic or command. There are also pages about the program itself: environment, exit-codes, output, profiles, bodies and searching.'
  static override readonly examples = [
    { description: 'What can be done with users', command: 'logto help users' },
    { description: 'How to create one', command: 'logto help users create' },
    { description: 'Which environment variables are read', command: 'logto help environment' },
  ]
}
