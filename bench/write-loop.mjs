// The least a Node program can do to write users by a CSV file: undici, so many requests at once, nothing checked and
// nothing kept. Rows with a `user-id` change that user, all others create one.
import { readFileSync } from 'node:fs'
import { Pool } from 'undici'

const [file, atOnce] = process.argv.slice(2)
const [head, ...rows] = readFileSync(file, 'utf8').trim().split('\n')
const names = head.split(',')
const pool = new Pool(process.env.LOGTO_ENDPOINT, { connections: Number(atOnce) })
const headers = { authorization: `Bearer ${process.env.LOGTO_ACCESS_TOKEN}`, 'content-type': 'application/json' }
let next = 0
async function worker() {
  while (next < rows.length) {
    const cells = rows[next++].split(',')
    const { 'user-id': id, ...body } = Object.fromEntries(names.map((name, i) => [name, cells[i]]))
    const target =
      id === undefined ? { path: '/api/users', method: 'POST' } : { path: `/api/users/${id}`, method: 'PATCH' }
    const answer = await pool.request({ ...target, headers, body: JSON.stringify(body) })
    const user = await answer.body.json()
    if (id !== undefined) process.stdout.write(`${JSON.stringify(user)}\n`)
  }
}
await Promise.all(Array.from({ length: Number(atOnce) }, worker))
await pool.close()
