// The least a Node program can do for an export with roles: undici, so many reads at once, each person written with what
// was read before; nothing checked.
import { closeSync, openSync, writeSync } from 'node:fs'
import { Pool } from 'undici'

const [file, atOnce] = process.argv.slice(2)
const pool = new Pool(process.env.LOGTO_ENDPOINT, { connections: Number(atOnce) })
const headers = { authorization: `Bearer ${process.env.LOGTO_ACCESS_TOKEN}` }
async function get(path) {
  const answer = await pool.request({ path, method: 'GET', headers })
  return { rows: await answer.body.json(), total: Number(answer.headers['total-number']) }
}
async function all(paths, take) {
  let next = 0
  const worker = async () => {
    while (next < paths.length) {
      const path = paths[next++]
      take((await get(path)).rows, path)
    }
  }
  await Promise.all(Array.from({ length: Number(atOnce) }, worker))
}
const pages = (path, total) =>
  Array.from({ length: Math.ceil(total / 100) }, (_, i) => `${path}?page=${i + 1}&page_size=100`)

const roles = (await get('/api/roles?page=1&page_size=100')).rows
const held = new Map()
const members = roles.flatMap(({ id, usersCount }) => pages(`/api/roles/${id}/users`, usersCount))
await all(members, (rows, path) => {
  const role = path.split('/')[3]
  for (const { id } of rows) held.set(id, [...(held.get(id) ?? []), role])
})
const { total } = await get('/api/users?page=1&page_size=1')
const out = openSync(file, 'w')
await all(pages('/api/users', total), (rows) => {
  writeSync(out, rows.map((row) => `${JSON.stringify({ ...row, roles: held.get(row.id) ?? [] })}\n`).join(''))
})
closeSync(out)
await pool.close()
