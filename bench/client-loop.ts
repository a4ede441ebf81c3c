/** A thousand calls over the program's own client, in JavaScript: what a script in Lua is measured against. */

import { openClient } from '../src/call/operation/open-client.js'
import { settingsOf } from '../src/call/operation/settings.js'
import { processStreams } from '../src/call/output/streams.js'

void run(process.argv[2], Number(process.argv[3]))

async function run(id: string | undefined, count: number): Promise<void> {
  const streams = processStreams()
  const client = await openClient({ settings: settingsOf({}), version: '0.0.0', streams })
  let letters = 0
  for (let i = 0; i < count; i++) {
    const request = { method: 'GET' as const, path: `/api/users/${id}`, query: [], headers: {} }
    const { answer } = await client.send(request, 'management')
    letters += (JSON.parse(answer.text) as { id: string }).id.length
  }
  await streams.out(`${letters}\n`)
  await client.close()
}
