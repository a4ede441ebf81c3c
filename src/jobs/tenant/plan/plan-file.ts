import { readFileSync } from 'node:fs'
import { UsageError } from '../../../base/errors.js'
import { exactJson, parseExact } from '../../../base/exact-json.js'
import { isPlainObject } from '../../../base/value-path.js'
import { reason } from '../../../call/request/sources.js'
import { NamedSecret, Secret } from '../model/secret.js'
import type { Plan } from './action.js'

/** A plan in a file: all values but secrets, which stand by name. */
export interface PlanFile extends Plan {
  plan: 1
  /** Origin of the tenant that it is for. */
  tenant: string
}

/** Writes a plan for the user alone, whoever could read the file before. Throws a UsageError where that cannot be done. */
export async function writePlan(path: string, plan: Plan, tenant: string): Promise<void> {
  const file: PlanFile = { plan: 1, tenant, ...plan }
  const { default: writeFile } = await import('write-file-atomic')
  try {
    await writeFile(path, `${exactJson(file, 1)}\n`, { mode: 0o600 })
  } catch (error) {
    throw new UsageError(`--out ${path} cannot be written: ${reason(error)}`, {
      code: 'usage.unwritable_file',
      hint: 'choose another place',
    })
  }
}

/** A plan that a file holds; undefined for a file of another kind. Secrets are what `secret` gives. Throws a UsageError. */
export function readPlan(path: string, secret: (name: string) => unknown): PlanFile | undefined {
  const text = textOf(path)
  if (text === undefined || !/^\s*\{\s*"plan"\s*:/.test(text)) return undefined
  try {
    const value = parseExact(text) as Partial<PlanFile>
    if (value.plan === 1 && Array.isArray(value.actions)) return named(value, secret) as PlanFile
  } catch {
    // It is told as one that is damaged.
  }
  throw new UsageError(`${path} is no plan that this program can carry out`, {
    code: 'tenant.bad_plan',
    hint: 'make a new one: logto tenant diff FOLDER --out plan.json',
  })
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

function named(value: unknown, secret: (name: string) => unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => named(item, secret))
  if (!isPlainObject(value)) return value
  const { $secret: name } = value
  if (typeof name === 'string' && Object.keys(value).length === 1) {
    const given = secret(name)
    return given === undefined ? new NamedSecret(name) : new Secret(given)
  }
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, named(part, secret)]))
}
