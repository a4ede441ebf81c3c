import { Flags } from '@oclif/core'
import { UsageError } from '../../base/errors.js'
import { globalFlags } from '../../call/operation/global-flags.js'
import { OperationCommand } from '../../call/operation/operation-command.js'

/** What stands for a flag of the operation, so that the flow reads as the other sign-in commands do. */
const otherWords: Readonly<Record<string, string>> = {
  '--client-id': '--app-id',
  '--new-password-stdin': '--password=-',
}

/**
 * Base of `experience reset-password`: one step of a reset that is under way, or with `--identifier` the whole of one.
 */
export abstract class ResetPasswordCommand extends OperationCommand {
  static override baseFlags = {
    ...globalFlags,
    identifier: Flags.string({
      description: 'Do the whole reset of this user: email=ADDRESS or phone=NUMBER, --client-id and --redirect-uri',
      helpValue: '<kind=value>',
      multiple: true,
      multipleNonGreedy: true,
    }),
    'redirect-uri': Flags.string({
      description: 'With --identifier: a redirect URI of the application',
      helpValue: '<uri>',
    }),
    'code-stdin': Flags.boolean({
      description: 'With --identifier: read the code that is sent from standard input; else it is asked for',
    }),
  }

  protected override async parseInput() {
    const end = this.argv.indexOf('--')
    this.argv = this.argv.map((word, at) => {
      const [, name = '', rest = ''] = /^(--[\w-]+)(.*)$/s.exec(word) ?? []
      const instead = end >= 0 && at > end ? undefined : otherWords[name]
      return instead === undefined ? word : instead + rest
    })
    return super.parseInput()
  }

  override async run(): Promise<void> {
    const input = await this.parseInput()
    const { flags } = input
    if (flags.identifier === undefined) {
      const strange = ['redirect-uri', 'code-stdin'].find((name) => flags[name] !== undefined && flags[name] !== false)
      if (strange === undefined) return this.perform(input)
      throw new UsageError(`--${strange} is for a whole password reset`, {
        code: 'usage.bad_flags',
        hint: 'say whose: --identifier email=ADDRESS',
      })
    }
    for (const name of ['dry-run', 'curl', 'body', 'set', 'set-json']) {
      if (flags[name] === undefined || flags[name] === false) continue
      throw new UsageError(`--${name} is for one request, and a whole password reset sends several`, {
        code: 'usage.bad_flags',
        hint: 'leave --identifier out to act on a reset that is under way',
      })
    }
    const [{ resetPassword }, { experienceProgram }] = await Promise.all([
      import('./reset-password.js'),
      import('./program.js'),
    ])
    const place = { version: this.config.version, root: this.config.root }
    await resetPassword(flags, experienceProgram(flags, place, this.streams))
  }
}
