import { createHash } from 'node:crypto'
import { UsageError } from '../../../base/errors.js'
import type { JournalHeader } from '../../bulk/journal/entry.js'
import { readJournal } from '../../bulk/journal/read-journal.js'

/** Somebody whom an import has created. */
export interface CreatedPerson {
  id: string
  /** The mark of the identifiers at creation; see `markOf`. */
  who: string
}

/** What the journals of imports say that was created. */
export interface CreatedPeople {
  people: CreatedPerson[]
  /** Creations whose outcome is not known. */
  unclear: number
  /** Existing people who were changed, and stay so. */
  updated: number
  tenant: string
  /** Of the journals' contents. */
  hash: string
}

/** Reads journals of imports on one tenant. Throws a UsageError for any other file. */
export async function createdPeople(paths: readonly string[]): Promise<CreatedPeople> {
  const created = new Map<string, string>()
  const hash = createHash('sha256')
  let [unclear, updated] = [0, 0]
  let tenant: string | undefined
  for (const path of paths) {
    const open = new Set<string>()
    const { header } = await readJournal(path, (entry) => {
      if ('do' in entry && entry.do.startsWith('create ')) open.add(entry.do)
      if (!('did' in entry)) return
      if (entry.as !== 'unclear') open.delete(entry.did)
      if (entry.as !== 'done') return
      if (entry.did.startsWith('update ')) updated += 1
      const { id, who, existed } = entry.facts ?? {}
      if (entry.did.startsWith('create ') && existed !== true) created.set(String(id), String(who))
    })
    refuseOther(path, header, tenant)
    tenant = header.tenant
    unclear += open.size
  }
  for (const id of created.keys()) hash.update(`${id}\n`)
  const people = [...created].map(([id, who]) => ({ id, who }))
  return { people, unclear, updated, tenant: tenant ?? '', hash: hash.digest('hex') }
}

function refuseOther(path: string, { job, tenant }: JournalHeader, other: string | undefined): void {
  const refuse = (what: string, hint: string) => new UsageError(what, { code: 'journal.other_run', hint })
  if (job !== 'users import') throw refuse(`${path} is the journal of ${job}`, 'only imports can be undone')
  if (other !== undefined && tenant !== other) {
    throw refuse(`${path} is of the tenant ${tenant}, and another journal of ${other}`, 'undo them one by one')
  }
}
