import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { UsageError } from '../../../base/errors.js'
import { fileNames } from '../kinds/all.js'
import type { KindFacts } from '../model/facts.js'
import { type Fault, refuseFaults } from './faults.js'
import type { Given } from './given.js'
import { readFolder } from './read-wish.js'
import { readSource } from './source.js'
import type { Wish } from './wish.js'

/** A folder that a tenant is pulled into. */
export interface LocalFolder {
  path: string
  given: Given
  /** What its files want; undefined where there are none yet. */
  wish: Wish | undefined
}

/** Looks at what is there. Throws a UsageError for files that cannot be understood, and for a folder of something else. */
export function openFolder(path: string, kinds: readonly KindFacts[], given: Given): LocalFolder {
  const names = existsSync(path) ? readdirSync(path) : []
  if (!names.includes('tenant.yaml')) {
    const strange = names.find((name) => fileNames.some((each) => name === `${each}.yaml`))
    if (strange === undefined) return { path, given, wish: undefined }
    throw new UsageError(`${path} holds ${strange} and no tenant.yaml`, {
      code: 'tenant.no_folder',
      hint: `add a tenant.yaml with the line version: 1, or pull into another folder`,
    })
  }
  const unreadable: Fault[] = []
  for (const name of names.filter((each) => each.endsWith('.yaml'))) {
    readSource(name, readFileSync(join(path, name), 'utf8'), unreadable)
  }
  refuseFaults(unreadable)
  // What is wrong in their content is put right by the pull.
  return { path, given, wish: readFolder(path, kinds, given, []) }
}
