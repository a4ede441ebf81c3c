/** Child process: sends one GET (arguments: URL, timeout in ms), prints what came of it as JSON, closes and ends by itself. */

import { CliFailure } from '../../../src/base/errors.js'
import { HttpClient } from '../../../src/call/http/client.js'

const [url = '', timeoutMs = '5000'] = process.argv.slice(2)
const http = new HttpClient({ env: process.env, userAgent: 'logto-test/1' })
const options = { timeoutMs: Number(timeoutMs), retries: 0 }
let result: object
try {
  const { status, text } = await http.send({ method: 'GET', url: new URL(url), headers: {} }, options)
  result = { status, text }
} catch (error) {
  result = error instanceof CliFailure ? { code: error.code, message: error.message, hint: error.hint } : { error }
}
await http.close()
process.stdout.write(JSON.stringify({ ...result, closedAt: Date.now() }))
