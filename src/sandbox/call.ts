import type { OperationSchema } from '../call/request/schema.js'
import type { Compute } from './shape.js'
import type { Row } from './store.js'
import type { Tenant } from './tenant.js'

/** A checked request to one operation. */
export interface Call {
  tenant: Tenant
  operation: OperationSchema
  /** Values of the path parameters in the order of the path, decoded. */
  path: readonly string[]
  query: URLSearchParams
  /** The body as Logto's parser keeps it; an empty object where there is none. */
  body: Row
  /** The row that the path's first parameter names, where the sandbox keeps such rows. */
  owner: Row
}

/** Rows of a list; only the page that is asked for is looked at. */
export interface Listing {
  length: number
  slice(start: number, end: number): Row[]
}

/** An answer before it is shaped by the operation's schema. */
export interface Reply {
  /** The declared success status by default. */
  status?: number
  body?: unknown
  /** Instead of a body: rows, paged as the operation pages. */
  list?: Listing
  /** Property of the answer that holds the rows. */
  envelope?: string | undefined
  compute?: Compute
}

export type Handler = (call: Call) => Reply | Promise<Reply>
