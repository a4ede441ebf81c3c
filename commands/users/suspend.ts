import { OperationCommand, type Preset } from '../../src/call/operation/operation-command.js'
import SetSuspended from './set-suspended.js'

/** `users set-suspended USER-ID --is-suspended`. */
export default class UsersSuspend extends OperationCommand {
  static override readonly summary = 'Suspend a user'
  static override readonly description =
    'Keeps a user from signing in until `users unsuspend`. The same as `users set-suspended --is-suspended`.'
  static readonly keywords = ['ban', 'block', 'disable', 'lock']
  static override readonly usage = 'users suspend USER-ID [FLAGS]'
  static override readonly examples = [{ description: 'Suspend a user', command: 'logto users suspend u4x8k2m9p1qz' }]
  static override readonly operation = SetSuspended.operation
  static override readonly args = SetSuspended.args

  static override readonly preset: Preset = {
    of: 'users set-suspended',
    input: ({ args, flags }) => ({ args, flags: { ...flags, 'is-suspended': true } }),
  }
}
