import { isPlainObject } from '../../base/value-path.js'
import { type Kind, kindOfArgument } from '../facts/kinds.js'
import { parse } from './printable.js'
import type { Patience, TenantClient } from './tenant-client.js'

/** A question waits no longer for the names in it. */
const patience: Patience = { retries: 0, timeoutMs: 2000 }

/**
 * The arguments of a command for a question: `u1 (Ann Lee, ann@example.com)`. Names are read from the tenant; where
 * that fails or takes long, the id stands alone.
 */
export function namedArguments(client: TenantClient, args: Readonly<Record<string, string>>): Promise<string[]> {
  const named = Object.entries(args).map(async ([argument, id]) => {
    const kind = kindOfArgument(argument)
    const name = kind && (await nameOf(client, kind, id))
    return name ? `${id} (${name})` : id
  })
  return Promise.all(named)
}

/** What people know an object by; undefined where it cannot be read. */
async function nameOf(client: TenantClient, { path, names }: Kind, id: string): Promise<string | undefined> {
  try {
    const request = { method: 'GET' as const, path: `${path}/${encodeURIComponent(id)}`, query: [], headers: {} }
    const { answer } = await client.send(request, 'management', patience)
    const object = answer.status === 200 ? parse(answer) : undefined
    if (!isPlainObject(object)) return undefined
    const known = names.map((name) => object[name]).filter((name) => typeof name === 'string' && name !== '')
    return known.slice(0, 2).join(', ') || undefined
  } catch {
    return undefined
  }
}
