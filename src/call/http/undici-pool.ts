/** Connection pools and the connector beneath them: the two inner files of undici that a direct request needs. */

import buildConnector from 'undici/lib/core/connect.js'
import Pool from 'undici/lib/dispatcher/pool.js'

export { buildConnector, Pool }
