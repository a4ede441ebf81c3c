import { OperationCommand, type Preset } from '../../src/call/operation/operation-command.js'
import ListApps from '../apps/list.js'

/** `apps list --types SAML`: Logto has no list of its own for these. */
export default class SamlAppsList extends OperationCommand {
  static override readonly summary = 'List SAML applications'
  static override readonly description =
    'Shows the SAML applications of the tenant. Their entity ID, addresses and attributes are shown by `saml-apps get`. The same as `apps list --types SAML`.'
  static readonly keywords = ['service provider', 'sp', 'sso', 'show all']
  static override readonly usage = 'saml-apps list [FLAGS]'
  static override readonly examples = [
    { description: 'List the SAML applications', command: 'logto saml-apps list' },
    { description: 'Print their IDs alone', command: "logto saml-apps list --query '[].id' --json" },
  ]
  static override readonly operation = {
    ...ListApps.operation,
    columns: ['id', 'name', 'description', 'createdAt'],
  }
  static override readonly args = ListApps.args
  static override readonly flags = withoutTypes(ListApps.flags)

  static override readonly preset: Preset = {
    of: 'apps list',
    input: ({ args, flags }) => ({ args, flags: { ...flags, types: ['SAML'] } }),
  }
}

function withoutTypes({ types: _, ...flags }: typeof ListApps.flags): typeof ListApps.flags {
  return flags
}
