import { Flags } from '@oclif/core'
import { UsageError } from '../../base/errors.js'
import { globalFlags } from '../../call/operation/global-flags.js'
import { OperationCommand } from '../../call/operation/operation-command.js'

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
    'client-id': Flags.string({
      description: 'Application whose password reset this is; same as --app-id',
      helpValue: '<id>',
    }),
    'redirect-uri': Flags.string({
      description: 'With --identifier: a redirect URI of the application',
      helpValue: '<uri>',
    }),
    'code-stdin': Flags.boolean({
      description: 'With --identifier: read the code that is sent from standard input; else it is asked for',
    }),
    'password-stdin': Flags.boolean({
      description:
        'Read the new password from the next line of standard input, same as --password - [also --new-password-stdin]',
      aliases: ['new-password-stdin'],
    }),
  }

  /** The names that the other sign-in commands have for two flags of the operation. */
  protected override async parseInput() {
    const input = await super.parseInput()
    const { 'client-id': clientId, 'password-stdin': fromStdin, ...flags } = input.flags
    const named: Record<string, unknown> = {
      ...flags,
      ...(clientId === undefined ? {} : { 'app-id': theOne('--client-id', clientId, '--app-id', flags['app-id']) }),
      ...(fromStdin ? { password: theOne('--password-stdin', '-', '--password', flags.password) } : {}),
    }
    return { ...input, flags: named }
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

function theOne(name: string, value: unknown, other: string, given: unknown): unknown {
  if (given === undefined || given === value) return value
  throw new UsageError(`${name} and ${other} cannot be given together`, {
    code: 'usage.bad_flags',
    hint: `${name} is the same as ${other}${value === '-' ? ' -' : ''}`,
  })
}
