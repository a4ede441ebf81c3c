// The least a Node program can do to create people: undici, so many requests at once, nothing checked and nothing kept.
import { readFileSync } from 'node:fs'
import { Pool } from 'undici'

const [file, atOnce] = process.argv.slice(2)
const rows = readFileSync(file, 'utf8').trim().split('\n').slice(1)
const pool = new Pool(process.env.LOGTO_ENDPOINT, { connections: Number(atOnce) })
const headers = { authorization: `Bearer ${process.env.LOGTO_ACCESS_TOKEN}`, 'content-type': 'application/json' }
let next = 0
async function worker() {
  while (next < rows.length) {
    const [primaryEmail, name] = rows[next++].split(',')
    const body = JSON.stringify({ primaryEmail, name })
    const answer = await pool.request({ path: '/api/users', method: 'POST', headers, body })
    await answer.body.json()
  }
}
await Promise.all(Array.from({ length: Number(atOnce) }, worker))
await pool.close()
