import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { cacheFolder } from '../../access/auth/cache-folder.js'

/** What is known of newer releases; times in milliseconds since 1970. */
export interface KnownRelease {
  /** When the registry was last asked. */
  asked: number
  /** When somebody was last told. */
  told: number
  /** The newest version that the registry named; empty before it has. */
  newest: string
}

function fileOf(env: NodeJS.ProcessEnv): string {
  return join(cacheFolder(env), 'release.json')
}

/** What is kept; a file that cannot be read is one that knows nothing. */
export function knownRelease(env: NodeJS.ProcessEnv): KnownRelease {
  const nothing: KnownRelease = { asked: 0, told: 0, newest: '' }
  try {
    const kept: unknown = JSON.parse(readFileSync(fileOf(env), 'utf8'))
    const { asked, told, newest } = { ...nothing, ...(kept as object) } as Record<keyof KnownRelease, unknown>
    return {
      asked: typeof asked === 'number' ? asked : 0,
      told: typeof told === 'number' ? told : 0,
      newest: typeof newest === 'string' ? newest : '',
    }
  } catch {
    return nothing
  }
}

/** Keeps it as a whole. Throws where the cache cannot be written to. */
export function keepRelease(known: KnownRelease, env: NodeJS.ProcessEnv): void {
  const file = fileOf(env)
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, JSON.stringify(known), { mode: 0o600 })
  renameSync(draft, file)
}
