import { isSecretName } from '../../../base/secret-names.js'
import type { Kind } from '../model/kind.js'
import type { Row } from '../model/row.js'

export const connectors: Kind = {
  name: 'connectors',
  noun: 'connector',
  place: { file: 'connectors' },
  reads: { list: 'connectors list', get: 'connectors get', adapt: withoutFactory },
  takes: ({ isDemo }) => isDemo !== true,
  key: { of: connectorKey },
  writes: {
    create: 'connectors create',
    change: 'connectors update',
    remove: 'connectors delete',
    replaces: ({ type }) => type !== 'Social',
  },
  leaves: ['id'],
  has(property, { type, isStandard }) {
    if (property === 'metadata') return isStandard === true
    return type === 'Social' || (property !== 'syncProfile' && property !== 'enableTokenStorage')
  },
  isSecret: isConnectorSecret,
  // Logto takes out what is empty, at every depth.
  same: { config: withoutEmpty },
  loss: ({ type }) =>
    type === 'Social' ? 'people who sign in with it can no longer do so' : 'its codes are no longer sent',
  phase: 65,
}

/** E-mail and SMS have one connector each; a social one is known by its target, and its platform where it is not the usual. */
function connectorKey({ type, target, platform }: Row): string {
  if (type !== 'Social') return String(type)
  return platform === 'Universal' || platform === null || platform === undefined
    ? String(target)
    : `${target} ${platform}`
}

/** A standard connector repeats its target and name in the metadata; others have none of their own. */
function withoutFactory(row: Row): Row {
  return { ...row, config: row.config ?? {} }
}

/**
 * Keys that the factory describes are no secrets unless their name says so; what it does not describe may hold anything.
 * Of a connector that is not there yet the factory is not known, and names alone tell.
 */
function isConnectorSecret(path: readonly string[], { formItems, configTemplate }: Row): boolean {
  const [property, top] = path
  if (property !== 'config' || top === undefined) return false
  if (isSecretName(path)) return true
  if (formItems === undefined && configTemplate === undefined) return false
  const known = new Set([...harmless, ...keysOf(formItems), ...keysIn(configTemplate)])
  return !known.has(top)
}

/** Of mail and SMS factories: not all describe them in their form. */
const harmless = ['templates']

function keysOf(formItems: unknown): string[] {
  return Array.isArray(formItems) ? formItems.map((item: Row) => String(item.key)) : []
}

function keysIn(template: unknown): string[] {
  const matches = typeof template === 'string' ? template.matchAll(/^ {2}"([^"]+)":/gm) : []
  return [...matches].map(([, key = '']) => key)
}

function withoutEmpty(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutEmpty).filter(isFull)
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value
  const parts = Object.entries(value).map(([name, part]) => [name, withoutEmpty(part)] as const)
  return Object.fromEntries(parts.filter(([, part]) => isFull(part)))
}

function isFull(value: unknown): boolean {
  if (value === null || value === undefined || value === '') return false
  if (Array.isArray(value)) return value.length > 0
  return typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype || Object.keys(value).length > 0
}
