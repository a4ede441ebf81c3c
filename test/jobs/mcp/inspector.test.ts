/** `logto mcp serve` in the hands of the inspector's command line, which people try servers with. */

import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Sandbox, startSandbox } from '../../../src/sandbox/start.js'
import { cleanEnv, makeHome, program, watch } from '../../cli/run.js'

const inspector = createRequire(import.meta.url).resolve('@modelcontextprotocol/inspector-cli')
const home = makeHome()
let sandbox: Sandbox

beforeAll(async () => {
  sandbox = await startSandbox({ users: 8, operations: new URL('../../../operations/', import.meta.url) })
})

afterAll(async () => {
  await sandbox.close()
  home.remove()
})

/** What the inspector prints of the server's answer. It looks for its own package.json from the folder it is run in. */
async function inspect(method: string, ...words: string[]) {
  const { url, clientId, clientSecret } = sandbox
  const env = cleanEnv(home.path, {
    LOGTO_ENDPOINT: url,
    LOGTO_CLIENT_ID: clientId,
    LOGTO_CLIENT_SECRET: clientSecret,
    LOGTO_KEYCHAIN: 'off',
  })
  const server = [process.execPath, program, 'mcp', 'serve']
  const line = [inspector, '--cli', ...server, '--method', method, ...words]
  const child = spawn(process.execPath, line, { env, cwd: dirname(inspector), stdio: 'pipe' })
  const { code, stdout, stderr } = await watch(child).finished
  expect(code, stderr).toBe(0)
  return JSON.parse(stdout)
}

it('lists the tools', async () => {
  const { tools } = await inspect('tools/list')
  expect(tools.map(({ name }: { name: string }) => name)).toEqual(['search', 'describe', 'call', 'run_lua', 'who'])
})

it('calls a tool', async () => {
  const { structuredContent } = await inspect(
    'tools/call',
    ...['--tool-name', 'call', '--tool-arg', 'operation=get_user', 'parameters={"user_id":"ana000000000"}'],
  )
  expect(structuredContent).toMatchObject({ status: 200, answer: { id: 'ana000000000', name: 'Ana Duarte' } })
})

it('gets the error of one', async () => {
  const { isError, content } = await inspect(
    'tools/call',
    ...['--tool-name', 'call', '--tool-arg', 'operation=delete_user', 'parameters={"user_id":"ana000000000"}'],
  )
  expect(isError).toBe(true)
  expect(JSON.parse(content[0].text).error.code).toBe('mcp.not_allowed')
})

it('lists and reads the resources', async () => {
  const { resources } = await inspect('resources/list')
  expect(resources.map(({ uri }: { uri: string }) => uri)).toEqual(['logto://guide', 'logto://sign-in-experience'])
  const { contents } = await inspect('resources/read', '--uri', 'logto://operations/list_users')
  expect(contents[0].text).toContain('logto.list_users: List users')
  const { resourceTemplates } = await inspect('resources/templates/list')
  expect(resourceTemplates).toHaveLength(1)
})
