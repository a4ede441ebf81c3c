/** Known secrets are put everywhere, many commands are run, and everything they print and write is searched for them. */

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Home, makeHome, program, run, shell } from '../../cli/run.js'

const password = 'correct-horse-battery-staple'
const hookSecret = 'connector-secret-7f3a'
const strangeToken = 'pat_0123456789abcdef'

let home: Home
let sandbox: ChildProcess
let env: Record<string, string>
let clientSecret = ''
const printed: string[] = []

/** Runs a line of bash and keeps what it prints, but for what is meant to print a token. */
async function say(line: string, more: Record<string, string> = {}): Promise<string> {
  const { stdout, stderr } = await shell(line, home.path, { env: { ...env, ...more } })
  printed.push(`$ ${line}\n${stdout}\n${stderr}`)
  return stdout
}

beforeAll(async () => {
  home = makeHome()
  sandbox = spawn(process.execPath, [program, 'sandbox'], { stdio: ['ignore', 'pipe', 'ignore'] })
  let said = ''
  for await (const chunk of sandbox.stdout ?? []) {
    said += String(chunk)
    if (/LOGTO_CLIENT_SECRET=\S+\s/.test(said)) break
  }
  const found = (name: string) => new RegExp(`${name}=(\\S+)`).exec(said)?.[1] ?? ''
  clientSecret = found('LOGTO_CLIENT_SECRET')
  env = { TENANT: found('LOGTO_ENDPOINT'), CLIENT: found('LOGTO_CLIENT_ID') }
  mkdirSync(join(home.path, 'work'))
  writeFileSync(join(home.path, 'secret.txt'), `${clientSecret}\n`)
  writeFileSync(join(home.path, 'password.txt'), `${password}\n`)
})

afterAll(async () => {
  sandbox.kill('SIGINT')
  await once(sandbox, 'exit')
  home.remove()
})

it('shows no secret in anything that is printed or written outside the store', async () => {
  const login = 'logto login --endpoint $TENANT --client-id $CLIENT --client-secret-stdin --storage file'
  await say(`${login} --profile work --debug < secret.txt`)
  await say(`${login} --profile broken --debug < password.txt`)
  const { stdout } = await run(['token'], home.path)
  const token = stdout.trim()
  expect(token.split('.')).toHaveLength(3)

  const environment = {
    LOGTO_ENDPOINT: env.TENANT ?? '',
    LOGTO_CLIENT_ID: env.CLIENT ?? '',
    LOGTO_CLIENT_SECRET: clientSecret,
    LOGTO_USER_TOKEN: strangeToken,
  }
  const config = `--config '{"clientSecret":"${hookSecret}","host":"smtp.example.com"}'`
  for (const line of [
    'logto whoami --debug',
    'logto whoami --json',
    'logto profiles list --json',
    'logto profiles show work',
    'logto users list --debug',
    'logto users list --limit 1 --debug -o yaml',
    'logto users list --bogus --debug',
    'logto users get nobody --debug --json',
    'logto users create --username leak1 --password @password.txt --debug',
    'logto users create --username leak1 --password @password.txt --debug --json',
    'logto users create --username leak2 --password - --dry-run < password.txt',
    'logto users create --username leak2 --password - --curl < password.txt',
    'logto users create --username leak2 --password - --nonsense < password.txt',
    'logto users update-password ana000000000 --password @password.txt --debug',
    'logto users verify-password ana000000000 --password @password.txt --debug',
    'logto experience verify-password --set identifier.type=username --set identifier.value=a --password @password.txt --dry-run',
    'logto api POST /api/users --body - --debug < password.txt',
    `logto api POST /api/users -f username=leak3 -f password="$(cat password.txt)" --debug`,
    `logto connectors create --connector-id smtp ${config} --debug`,
    `logto connectors create --connector-id smtp ${config} --dry-run`,
    'logto users delete ana000000000 --debug',
    'logto account get --debug',
    'logto profiles rename work office; logto profiles rename office work',
    'logto profiles set work --read-only; logto users suspend ana000000000 --debug; logto profiles set work --no-read-only',
    'logto users list --endpoint https://elsewhere.example --debug',
  ]) {
    await say(line)
    await say(line, environment)
    await say(line, { ...environment, DEBUG: '*' })
  }
  await say('logto logout --profile work --debug')

  const secrets = { clientSecret, token, password, hookSecret, strangeToken }
  // Tables mask and debug lines redact; a machine format carries what the API sent, which holds none of these.
  for (const [name, secret] of Object.entries(secrets)) {
    const leaks = printed.filter((text) => text.slice(text.indexOf('\n')).includes(secret))
    expect(leaks, name).toEqual([])
  }
  const stores = /credentials\.json$|[\\/]tokens[\\/]|secret\.txt$|password\.txt$/
  for (const entry of readdirSync(home.path, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    if (!entry.isFile() || stores.test(path)) continue
    const text = readFileSync(path, 'utf8')
    for (const [name, secret] of Object.entries(secrets))
      expect(text.includes(secret), `${name} in ${path}`).toBe(false)
  }
  expect(printed.length).toBeGreaterThan(75)
}, 120_000)
