import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { stateFolder } from '../../../access/profiles/state-folder.js'
import type { JournalHeader } from './entry.js'
import { readJournal } from './read-journal.js'

/** What makes two runs the same: a new one is asked about where an unfinished one exists. */
export type SameRun = Pick<JournalHeader, 'job' | 'tenant'> & { hash: string; shard?: string | undefined }

function folder(env: NodeJS.ProcessEnv): string {
  return join(stateFolder(env), 'journals')
}

/** Runs of the same job, tenant and input have names with the same mark, so that few files need be opened. */
function markOf({ job, tenant, hash, shard = '' }: SameRun): string {
  return createHash('sha256').update([job, tenant, hash, shard].join('\n')).digest('hex').slice(0, 16)
}

/** A dated path for a new journal in the user's state folder. */
export function newJournalPath(run: SameRun, env: NodeJS.ProcessEnv, now: Date): string {
  const date = now
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(/[-:]/g, '')
  const unique = process.pid.toString(36)
  return join(folder(env), `${date}-${run.job.replaceAll(' ', '-')}-${unique}.${markOf(run)}.jsonl`)
}

/** Remembers a journal that lies elsewhere. */
export async function rememberJournal(path: string, run: SameRun, env: NodeJS.ProcessEnv, now: Date): Promise<void> {
  const pointer = newJournalPath(run, env, now).replace(/\.jsonl$/, '.at')
  await mkdir(folder(env), { recursive: true, mode: 0o700 })
  await writeFile(pointer, resolve(path), { mode: 0o600 })
}

/** The latest journal of the same run that was not finished. */
export async function unfinishedJournal(
  run: SameRun,
  env: NodeJS.ProcessEnv,
): Promise<{ path: string; header: JournalHeader } | undefined> {
  const names = await readdir(folder(env)).catch((): string[] => [])
  const same = names.filter((name) => name.includes(`.${markOf(run)}.`)).sort()
  for (const name of same.reverse()) {
    const file = join(folder(env), name)
    const path = name.endsWith('.at') ? await readFile(file, 'utf8').catch(() => '') : file
    if (!/\.(at|jsonl)$/.test(name)) continue
    // One that is gone or damaged is none to go on with.
    const found = await readJournal(path, () => {}).catch(() => undefined)
    if (found && !found.isFinished) return { path, header: found.header }
  }
  return undefined
}
