import { collectionAt } from './collections.js'
import { connectorFactory, type Factory } from './connector-factories.js'
import { Refusal } from './refusal.js'
import type { Rules } from './rule.js'
import { isRow } from './shape.js'
import type { Row } from './store.js'
import type { Tenant } from './tenant.js'

/** What Logto takes for a connector, by its factory. */
export const connectorRules: Rules = {
  prepare(body, tenant, _, row) {
    const id = String(row?.connectorId ?? body.connectorId)
    const factory = connectorFactory(id)
    if (!factory) throw refusal(422, 'not_found_with_connector_id', 'There is no such factory.')
    checkMetadata(factory, body.metadata as Row | undefined, row)
    if (body.enableTokenStorage === true && !factory.storesTokens) {
      throw refusal(422, 'token_storage_not_supported', 'This connector cannot store tokens.')
    }
    const config = body.config === undefined ? {} : { config: withoutEmpty(body.config) }
    if (row) return { ...body, ...config }
    const target = String((body.metadata as Row | undefined)?.target ?? factory.target)
    refuseTwins(tenant, factory, id, target)
    const { type, platform, isStandard } = factory
    return { ...body, ...config, type, target, platform, ...(isStandard ? { isStandard } : {}) }
  },
  // A second one for e-mail or text messages takes the place of the first.
  made(row, _, tenant) {
    if (row.type === 'Social') return
    const former = tenant.table('connectors').rows.filter((each) => each.type === row.type && each !== row)
    for (const each of former) tenant.remove(collectionAt('/api/connectors'), each)
  },
}

function checkMetadata({ isStandard }: Factory, metadata: Row | undefined, row: Row | undefined): void {
  if (!isStandard && metadata !== undefined) {
    throw refusal(400, 'cannot_overwrite_metadata_for_non_standard_connector', 'This connector has no own metadata.')
  }
  if (!isStandard) return
  if (!row && metadata?.target === undefined) throw refusal(400, 'should_specify_target', 'It needs a target.')
  if (row && metadata !== undefined && metadata.target !== row.target) {
    throw refusal(400, 'can_not_modify_target', 'The target cannot be changed.')
  }
}

function refuseTwins(tenant: Tenant, { type, platform, isStandard }: Factory, id: string, target: string): void {
  if (type !== 'Social') return
  const others = tenant.table('connectors').rows
  if (!isStandard && others.some((row) => row.connectorId === id)) {
    throw refusal(422, 'multiple_instances_not_supported', 'There is one of this factory already.')
  }
  if (others.some((row) => row.target === target && (row.platform ?? 'Universal') === platform)) {
    throw refusal(422, 'multiple_target_with_same_platform', 'There is one of this target and platform already.')
  }
}

const refusal = (status: number, what: string, message: string) => new Refusal(status, `connector.${what}`, message)

/** Logto takes out what is empty, at every depth. */
export function withoutEmpty(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutEmpty).filter(isFull)
  if (!isRow(value)) return value
  const parts = Object.entries(value).map(([name, part]) => [name, withoutEmpty(part)] as const)
  return Object.fromEntries(parts.filter(([, part]) => isFull(part)))
}

function isFull(value: unknown): boolean {
  if (value === null || value === undefined || value === '') return false
  if (Array.isArray(value)) return value.length > 0
  return !isRow(value) || Object.keys(value).length > 0
}
