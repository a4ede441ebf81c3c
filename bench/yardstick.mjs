// The least a Node program can do for `users get ID --json`: one request with node:http and a given token.
import http from 'node:http'

const url = new URL(`/api/users/${process.argv[2]}`, process.env.LOGTO_ENDPOINT)
const headers = { authorization: `Bearer ${process.env.LOGTO_ACCESS_TOKEN}` }
http.get(url, { headers }, (answer) => {
  let text = ''
  answer.setEncoding('utf8')
  answer.on('data', (chunk) => {
    text += chunk
  })
  answer.on('end', () => process.stdout.write(`${JSON.stringify(JSON.parse(text), null, 2)}\n`))
})
