import { type Documents, type OperationPlace, operationsOf } from './document.js'

/** Keeps count of what a repair found to mend, and what it expected and did not find. */
export class RepairLog {
  mended = 0
  readonly stale: string[] = []

  /** One place was mended. */
  mend(): void {
    this.mended += 1
  }

  /** Something this repair is meant for is gone, or is right by now. */
  miss(what: string): void {
    this.stale.push(what)
  }
}

/** One kind of fault in Logto's documents and its mend, which changes the documents in place. */
export interface Repair {
  readonly name: string
  apply(documents: Documents, log: RepairLog): void
}

/** What a repair did. A repair that matched nothing has itself in `stale`. */
export interface RepairResult {
  name: string
  mended: number
  stale: string[]
}

/** Applies the repairs in their order, in place. */
export function applyRepairs(documents: Documents, repairs: readonly Repair[]): RepairResult[] {
  return repairs.map((repair) => {
    const log = new RepairLog()
    repair.apply(documents, log)
    const stale = log.mended === 0 && log.stale.length === 0 ? ['matches nothing any more'] : log.stale
    return { name: repair.name, mended: log.mended, stale }
  })
}

/** The operation with this id; one that is gone is logged as a miss. */
export function findOperation(documents: Documents, operationId: string, log: RepairLog): OperationPlace | undefined {
  for (const place of operationsOf(documents)) {
    if (place.operation.operationId === operationId) return place
  }
  log.miss(`there is no operation ${operationId}`)
  return undefined
}
