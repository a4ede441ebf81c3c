// The least a Node program can do for `users list --all -o jsonl`: one kept connection, page after page.
import http from 'node:http'

const agent = new http.Agent({ keepAlive: true })
const headers = { authorization: `Bearer ${process.env.LOGTO_ACCESS_TOKEN}` }
function page(number) {
  const url = new URL(`/api/users?page=${number}&page_size=100`, process.env.LOGTO_ENDPOINT)
  return new Promise((resolve, reject) => {
    http
      .get(url, { agent, headers }, (answer) => {
        let text = ''
        answer.setEncoding('utf8')
        answer.on('data', (chunk) => {
          text += chunk
        })
        answer.on('end', () => resolve(JSON.parse(text)))
      })
      .on('error', reject)
  })
}
for (let number = 1; ; number++) {
  const rows = await page(number)
  process.stdout.write(rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
  if (rows.length < 100) break
}
agent.destroy()
