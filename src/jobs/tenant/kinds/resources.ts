import type { Kind, Surroundings } from '../model/kind.js'
import type { Row } from '../model/row.js'
import { ownSwitch } from '../parts/own-switch.js'

/** How the Management API is written in files, whatever its address in a tenant. */
export const managementApi = 'logto:management-api'

/** Addresses of Management APIs: a resource of such an address can never be deleted again. */
export const managementAddress = /^https:\/\/[a-z0-9-]+\.logto\.app\/api\/?$/i

export const resources: Kind = {
  name: 'resources',
  noun: 'API resource',
  place: { file: 'resources' },
  reads: { list: 'resources list', query: [['includeScopes', 'true']], get: 'resources get' },
  key: {
    property: 'indicator',
    of: (row) => (isManagementApi(row) ? managementApi : String(row.indicator)),
  },
  writes: { create: 'resources create', change: 'resources update', remove: 'resources delete' },
  parts: [ownSwitch({ property: 'isDefault', change: 'resources set-default', on: 31, off: 30 })],
  builtIn: isManagementApi,
  phase: 10,
}

export const scopes: Kind = {
  name: 'scopes',
  noun: 'scope',
  place: { file: 'resources' },
  within: { kind: 'resources', property: 'scopes' },
  reads: { list: 'resources list-scopes', inParent: 'scopes' },
  key: { property: 'name', renamable: true },
  writes: {
    create: 'resources create-scope',
    change: 'resources update-scope',
    remove: 'resources delete-scope',
  },
  phase: 20,
}

function isManagementApi(row: Row, around?: Surroundings): boolean {
  const indicator = String(row.indicator)
  return row.id === 'management-api' || indicator === around?.managementApi || managementAddress.test(indicator)
}
