/** A thousand calls over the program's own client, in JavaScript: what a script in Lua is measured against. */

import { openClient } from '../src/operation/open-client.js'
import { settingsOf } from '../src/operation/settings.js'
import { processStreams } from '../src/output/streams.js'

const [id, count] = process.argv.slice(2)
const streams = processStreams()
const client = await openClient({ settings: settingsOf({}), version: '0.0.0', streams })
let letters = 0
for (let i = 0; i < Number(count); i++) {
  const { answer } = await client.send(
    { method: 'GET', path: `/api/users/${id}`, query: [], headers: {} },
    'management',
  )
  letters += (JSON.parse(answer.text) as { id: string }).id.length
}
await streams.out(`${letters}\n`)
await client.close()
