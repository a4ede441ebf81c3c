import { OperationCommand, type Preset } from '../../src/call/operation/operation-command.js'
import SetSuspended from './set-suspended.js'

/** `users set-suspended USER-ID --no-is-suspended`. */
export default class UsersUnsuspend extends OperationCommand {
  static override readonly summary = 'Lift the suspension of a user'
  static override readonly description =
    'Lets a suspended user sign in again. The same as `users set-suspended --no-is-suspended`.'
  static readonly keywords = ['unban', 'unblock', 'enable', 'restore', 'reactivate']
  static override readonly usage = 'users unsuspend USER-ID [FLAGS]'
  static override readonly examples = [
    { description: 'Lift the suspension of a user', command: 'logto users unsuspend u4x8k2m9p1qz' },
  ]
  static override readonly operation = SetSuspended.operation
  static override readonly args = SetSuspended.args

  static override readonly preset: Preset = {
    of: 'users set-suspended',
    input: ({ args, flags }) => ({ args, flags: { ...flags, 'is-suspended': false } }),
  }
}
