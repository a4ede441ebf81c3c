import { NotAllowedError } from '../../base/errors.js'
import type { HostFunction, Reply } from './host.js'
import type { OperationNames } from './names.js'
import type { Asked, OperationCalls } from './operation-calls.js'
import type { Tenants } from './tenants.js'
import { Walks } from './walks.js'

/** What a script's calls of the API need of the run. */
export interface ApiContext {
  names: OperationNames
  tenants: Tenants
  calls: OperationCalls
  /** There is a tenant to call. */
  hasTenant: boolean
}

/** The functions behind `logto.…{}`, `each` and `profile`. */
export function apiFunctions({ names, tenants, calls, hasTenant }: ApiContext): Record<string, HostFunction> {
  const walks = new Walks(calls)
  return {
    'api.resolve': async (asked) => {
      if (!hasTenant) throw noTenant()
      return resolve((asked as { name: string }).name, names, tenants)
    },
    'api.profile': async (name) => {
      if (!hasTenant) throw noTenant()
      tenants.refuseOthers(String(name))
      return {}
    },
    'api.call': (asked) => calls.call(asked as Asked),
    'api.walk': async (asked) => ({ value: String(await walks.begin(asked as Asked)) }),
    'api.page': (id) => walks.page(Number(id)),
    'api.leave': async (id) => {
      walks.leave(Number(id))
      return {}
    },
  }
}

function noTenant(): NotAllowedError {
  return new NotAllowedError('this script has no tenant', {
    code: 'lua.no_tenant',
    hint: 'run it with `logto lua` in the place of `logto mcp lua`',
  })
}

/** What a field of `logto` is: an operation, or else a profile. Throws a UsageError for neither. */
function resolve(name: string, names: OperationNames, tenants: Tenants): Reply {
  const operation = names.find(name)
  if (operation !== undefined) return { value: JSON.stringify({ operation }) }
  if (tenants.isAllowed(name)) return { value: JSON.stringify({ profile: name }) }
  throw names.unknown(name)
}
