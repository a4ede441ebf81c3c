import { clientContext, type Opening, openClient } from '../../call/operation/open-client.js'
import { printAnswer, rowsOf } from '../../call/operation/print-answer.js'
import { tenantName } from '../../call/operation/tenant-name.js'
import { notice } from '../../call/output/notice.js'
import { Progress } from '../../call/output/progress.js'
import { type Kept, KeptFile } from '../../call/refreshed/kept.js'
import { TenantCommands } from '../../call/refreshed/tenant-commands.js'
import { changesOf } from './changes.js'
import { type Comparison, compare, type LeftOut } from './compare.js'
import { readFrom, readFromTenant } from './documents.js'

/** What the command line says. */
export interface RefreshWishes {
  /** Another place of the documents than the tenant: an address or a folder. */
  from: string | undefined
  /** Take away what is kept, and read nothing. */
  forget: boolean
  /** Say what there is, and keep nothing. */
  dryRun: boolean
}

/**
 * Reads what the tenant says of its own API, keeps what this program does not know, and prints it. Throws as
 * `readFromTenant`, and a NotAllowedError where no tenant is chosen.
 */
export async function refresh(wishes: RefreshWishes, opening: Opening, root: string): Promise<void> {
  const { settings, streams, version } = opening
  const say = (text: string) => notice(text, settings.format, streams)
  const client = await openClient(opening, 'none')
  try {
    const { tenant } = client
    const file = new KeptFile(tenant.endpoint, process.env)
    if (wishes.forget) {
      if (wishes.dryRun) return await say(`what is kept of ${tenantName(tenant)} would be taken away`)
      await file.remove()
      return await say(`nothing is kept of ${tenantName(tenant)} any more`)
    }
    const progress = new Progress(streams, { format: settings.format, env: process.env })
    const found = await progress.during(async () => {
      const stored = await file.read()
      const earlier = stored === 'unreadable' || stored?.program !== version ? undefined : stored
      const read = wishes.from
        ? await readFrom(wishes.from, clientContext(opening), settings)
        : await readFromTenant(client, earlier?.etags ?? {}, settings)
      if (!read) return earlier && { kept: earlier, leftOut: [], count: undefined }
      const compared = await compare(read, root)
      const kept = keptOf(
        compared,
        { program: version, endpoint: tenant.endpoint.href, etags: read.etags },
        wishes.from,
      )
      if (!wishes.dryRun) await file.write(kept)
      return { kept, ...compared }
    }, 'reading the API documents')
    if (!found) throw new Error('documents that have not changed were never kept')
    const changes = changesOf(new TenantCommands(found.kept, root), found.kept, root)
    const left = leftOutRows(found.leftOut)
    await printAnswer(rowsOf([...changes, ...left]), settings, streams, left.length > 0 ? wideColumns : columns)
    const counts = ['new', 'more', 'gone'].map((change) => changes.filter((one) => one.change === change).length)
    await say(summary(counts, tenantName(tenant), found.count, wishes.dryRun))
  } finally {
    await client.close()
  }
}

/** Commands are what people go on with: nothing stands beside them that would cut them. */
const columns = ['change', 'command']
const wideColumns = [...columns, 'operation', 'reason']

function keptOf(
  { documents, names, wider, lacking }: Comparison,
  facts: Pick<Kept, 'program' | 'endpoint' | 'etags'>,
  from: string | undefined,
): Kept {
  return {
    ...facts,
    readAt: new Date().toISOString(),
    ...(from === undefined ? {} : { from: from.slice(0, 200) }),
    documents,
    names,
    wider,
    lacking,
  }
}

function leftOutRows(leftOut: readonly LeftOut[]) {
  return leftOut.map(({ operation, reason }) => ({ change: 'left out', command: null, operation, reason }))
}

function summary(
  [fresh = 0, wider = 0, gone = 0]: number[],
  tenant: string,
  count: number | undefined,
  dryRun: boolean,
) {
  const read = count === undefined ? 'nothing has changed since it was read last' : `read ${count} operations`
  const parts = [
    ...(fresh > 0 ? [`${fresh} new ${fresh === 1 ? 'command' : 'commands'}`] : []),
    ...(wider > 0 ? [`${wider} ${wider === 1 ? 'command takes' : 'commands take'} more`] : []),
    ...(gone > 0 ? [`${gone} of this program's are not there`] : []),
  ]
  const what = parts.length > 0 ? parts.join(', ') : 'this program knows them all'
  return `${read}: ${what}; ${dryRun ? 'nothing was kept' : 'kept'} for ${tenant}`
}
