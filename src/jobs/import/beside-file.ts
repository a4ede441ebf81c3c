import { readFile } from 'node:fs/promises'
import { UsageError } from '../../base/errors.js'
import { reason } from '../../call/request/sources.js'
import { openRows } from '../bulk/rows/open-rows.js'
import { parseFirebaseParameters } from './digests/firebase-parameters.js'
import type { People } from './input/open-people.js'
import { parseMapping } from './map/mapping.js'
import { Auth0Hashes } from './sources/auth0-hashes.js'
import type { Beside } from './understand.js'

/** Files that an import is given beside the people: paths. */
export interface BesidePaths {
  /** `--hashes`: Auth0's. */
  hashes?: string | undefined
  /** `--firebase-params` */
  firebaseParams?: string | undefined
  /** `--map` */
  map?: string | undefined
}

/** Reads what is beside a file of people. Throws a UsageError for a file that cannot be read, or belongs to another source. */
export async function besideFile(people: People, paths: BesidePaths): Promise<Beside> {
  const { hashes, firebaseParams, map } = paths
  refuseOther(people, '--hashes', hashes, 'auth0')
  refuseOther(people, '--firebase-params', firebaseParams, 'firebase')
  return {
    hashes: hashes === undefined ? undefined : await readHashes(hashes),
    firebase:
      firebaseParams === undefined
        ? undefined
        : parseFirebaseParameters(await text('--firebase-params', firebaseParams)),
    rules: map === undefined ? [] : await parseMapping(await text('--map', map), people.columns),
  }
}

async function readHashes(path: string): Promise<Auth0Hashes> {
  const rows = await openRows({ input: path })
  try {
    return await Auth0Hashes.read(rows)
  } finally {
    await rows.close()
  }
}

async function text(flag: string, path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    throw new UsageError(`${flag}: cannot read ${path}: ${reason(error)}`, {
      code: 'usage.unreadable_file',
      hint: 'check the path; it is taken from the folder you are in',
      cause: error,
    })
  }
}

function refuseOther(people: People, flag: string, path: string | undefined, source: string): void {
  if (path === undefined || people.source.name === source) return
  throw new UsageError(`${flag} goes with --from ${source}, and this is a file of ${people.source.title}`, {
    code: 'usage.other_source',
    hint: `leave ${flag} out`,
  })
}
