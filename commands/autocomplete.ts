import { Args } from '@oclif/core'
import { UsageError } from '../src/base/errors.js'
import { BaseCommand } from '../src/call/operation/base-command.js'
import { processFlags } from '../src/call/operation/global-flags.js'
import { installation, type Shell, scriptOf, shells } from '../src/jobs/find/completion/scripts.js'

export default class Autocomplete extends BaseCommand {
  static override readonly summary = 'Print the completion script of your shell'
  static override readonly description = [
    'Completes topics, commands, flags, their values, names of profiles, and files behind @. To switch it on, once:',
    ...shells.map((shell) => `\n${shell}: ${installation[shell]}`),
  ].join('\n')
  static readonly keywords = ['completion', 'tab', 'bash', 'zsh', 'fish', 'powershell', 'install']
  static override readonly usage = 'autocomplete SHELL [FLAGS]'
  static override readonly examples = [
    { description: 'Complete in this bash', command: 'eval "$(logto autocomplete bash)"' },
    { description: 'See the script for fish', command: 'logto autocomplete fish' },
  ]
  static override readonly baseFlags = processFlags
  static override readonly args = {
    shell: Args.string({ description: 'Shell to complete in', options: [...shells] }),
  }

  override async run(): Promise<void> {
    const { args } = await this.parseInput()
    if (args.shell === undefined) throw noShell(process.env.SHELL)
    await this.streams.out(scriptOf(args.shell as Shell))
    if (process.stdout.isTTY) await this.streams.err(`To switch it on for good: ${installation[args.shell as Shell]}`)
  }
}

/** Says what to do in the shell that the user has; it is not guessed by printing a script. */
function noShell(path: string | undefined): UsageError {
  const own = shells.find((shell) => path?.endsWith(`/${shell}`))
  return new UsageError('missing argument: shell', {
    code: 'usage.missing_argument',
    hint: own
      ? `your shell is ${own}; once: ${installation[own]}`
      : `give one of ${shells.join(', ')}; see logto autocomplete --help`,
  })
}
