import { operationsOf } from './document.js'
import type { Repair } from './repair.js'

/** Lists that come as pages of 20 unless asked otherwise. */
const alwaysPaged = new Set([
  'ListApplicationRoles',
  'ListApplicationUserConsentOrganizations',
  'ListHookRecentLogs',
  'ListLogs',
  'ListOrganizationApplications',
  'ListOrganizationRoles',
  'ListOrganizationUsers',
  'ListOrganizations',
  'ListResourceScopes',
  'ListRoleApplications',
  'ListRoleUsers',
  'ListRoles',
  'ListUserRoles',
  'ListUsers',
])

/** Lists that come whole unless a page is asked for. */
const pagedOnDemand = new Set([
  'ListApplicationOrganizations',
  'ListApplications',
  'ListHooks',
  'ListOneTimeTokens',
  'ListOrganizationApplicationRoles',
  'ListOrganizationJitEmailDomains',
  'ListOrganizationJitRoles',
  'ListOrganizationJitSsoConnectors',
  'ListOrganizationRoleResourceScopes',
  'ListOrganizationRoleScopes',
  'ListOrganizationScopes',
  'ListOrganizationUserRoles',
  'ListResources',
  'ListRoleScopes',
  'ListSsoConnectors',
])

/**
 * The document gives both kinds of list the same two parameters, with the same default of 20 rows.
 * Each paged operation is marked `x-logto-paging`.
 */
export const unsaidPaging: Repair = {
  name: 'paging that is not said',
  apply(documents, log) {
    const left = new Set([...alwaysPaged, ...pagedOnDemand])
    for (const { operation } of operationsOf(documents)) {
      if (!operation.parameters?.some((entry) => 'name' in entry && entry.name === 'page_size')) continue
      const { operationId } = operation
      if (!left.delete(operationId)) log.miss(`${operationId} is paged and in neither list: taken as always paged`)
      operation['x-logto-paging'] = pagedOnDemand.has(operationId) ? 'optional' : 'required'
      log.mend()
    }
    for (const operationId of left) log.miss(`${operationId} is no longer paged`)
  },
}
