import { realpathSync } from 'node:fs'
import { dirname, resolve, sep } from 'node:path'
import { stringify } from 'yaml'
import { UsageError } from '../../../base/errors.js'

/** Writes secrets by name into a file that only its user can read. Throws a UsageError for one inside the folder. */
export async function writeSecrets(file: string, folder: string, secrets: ReadonlyMap<string, unknown>): Promise<void> {
  const inside = (path: string) => `${real(path)}${sep}`
  if (inside(dirname(file)).startsWith(inside(folder))) {
    throw new UsageError(`--with-secrets ${file} is inside ${folder}, which is meant to be shared`, {
      code: 'usage.secrets_inside',
      hint: 'give a path outside of the folder',
    })
  }
  const { default: writeFile } = await import('write-file-atomic')
  const sorted = Object.fromEntries([...secrets].sort(([one], [other]) => (one < other ? -1 : 1)))
  await writeFile(file, stringify(sorted, { lineWidth: 0 }), { mode: 0o600 })
}

function real(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return resolve(path)
  }
}
