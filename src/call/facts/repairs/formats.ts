import type { Repair } from './repair.js'
import { schemasOf } from './schema-walk.js'

/** Formats that OpenAPI 3.0 knows and whose check is the one Logto makes. */
const understood = new Set(['date-time', 'date', 'email', 'binary', 'byte', 'password', 'int32', 'int64'])

/**
 * Logto's generator names its own checks in `format` (`regex`, `url`, `a | b`). No reader knows these.
 * `url` is not turned into `uri`: Logto takes whatever the URL class takes (spaces, other scripts), which `uri` refuses.
 * Runs after the literals have been taken out of `format`.
 */
export const unknownFormats: Repair = {
  name: 'unknown formats',
  apply(documents, log) {
    for (const { schema } of schemasOf(documents)) {
      if (schema.format === undefined || understood.has(schema.format)) continue
      delete schema.format
      log.mend()
    }
  },
}
