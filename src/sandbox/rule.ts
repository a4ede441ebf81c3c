import type { Row } from './store.js'
import type { Tenant } from './tenant.js'

/** What a table wants beyond the schema: each may refuse by throwing, `prepare` gives what is to be stored. */
export interface Rules {
  /** What takes time, before anything is checked: the body with what was computed. */
  beforehand?(body: Row): Promise<Row>
  /** Before a row is made (no `row`) or changed. Returns the properties to store; none at all are refused. */
  prepare?(body: Row, tenant: Tenant, owner: Row, row?: Row): Row
  /** After a row was made, with the body it was made from. It may refuse: the row is there all the same. */
  made?(row: Row, body: Row, tenant: Tenant): void
  beforeDelete?(row: Row, tenant: Tenant): void
}
