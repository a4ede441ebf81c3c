import { commands } from '@oclif/plugin-help'
import { helpTopic } from '../src/describe/help-topics.js'
import { processStreams } from '../src/output/streams.js'

/** oclif's own help command, in this program's words, and with pages on what is no command. */
export default class Help extends commands.help {
  static override readonly summary = 'Show help for a topic, a command or a subject'
  static override readonly description =
    'Of a topic or command the same as `--help` behind it. Subjects: environment, profiles, output, bodies, searching, exit-codes.'
  static override readonly usage = 'help [TOPIC | COMMAND... | SUBJECT]'
  static override readonly examples = [
    { description: 'What can be done with users', command: 'logto help users' },
    { description: 'How to create one', command: 'logto help users create' },
    { description: 'Which environment variables are read', command: 'logto help environment' },
  ]

  override async run(): Promise<void> {
    const topic = helpTopic(this.argv[0] ?? '')
    if (topic) await processStreams().out(await topic.page())
    else await super.run()
  }
}
