// The least a Node program can do to make the requests of a file, group after group: undici, so many at once, nothing
// looked at.
import { readFileSync } from 'node:fs'
import { Pool } from 'undici'

const [file, atOnce] = process.argv.slice(2)
const groups = JSON.parse(readFileSync(file, 'utf8'))
const pool = new Pool(process.env.LOGTO_ENDPOINT, { connections: Number(atOnce) })
const headers = { authorization: 'Bearer a-token', 'content-type': 'application/json' }
async function make({ method, path, body }) {
  const answer = await pool.request({ method, path, headers, body: body === '' ? null : body })
  if (answer.statusCode === 500) throw new Error(`${method} ${path}`)
  await answer.body.text()
}
for (const group of groups) {
  const worker = async () => {
    for (let one = group.shift(); one; one = group.shift()) await make(one)
  }
  await Promise.all(Array.from({ length: Number(atOnce) }, worker))
}
await pool.close()
