/** Secrets of MCP servers in a real Secret Service: kept there and nowhere else, read for the server, gone with it. */

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SecretService, secretServiceNeed } from '../../access/profiles/secret-service.js'
import type { RunOptions } from '../../cli/run.js'
import { startServer } from '../../cli/server.js'
import { misbehaving, scriptHome } from './script-servers.js'

const secret = 'Bearer the-secret-of-the-server'

describe.skipIf(secretServiceNeed.lacking)(`with a Secret Service${secretServiceNeed.note}`, () => {
  let service: SecretService
  beforeEach(async () => {
    service = await SecretService.open()
  })
  afterEach(() => service.close())

  /** Somebody in the session of the service. */
  function inSession() {
    const { DBUS_SESSION_BUS_ADDRESS = '', XDG_RUNTIME_DIR = '' } = service.env
    const { home, file, logto } = scriptHome()
    return {
      home,
      file,
      logto: (line: string | readonly string[], options: RunOptions = {}) =>
        logto(typeof line === 'string' ? line.split(' ') : line, {
          ...options,
          env: { DBUS_SESSION_BUS_ADDRESS, XDG_RUNTIME_DIR },
        }),
    }
  }

  const leaks = (folder: string) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => readFileSync(path, 'utf8').includes('the-secret-of'))

  it('a header is kept, sent with every request, and forgotten', async () => {
    await service.start('unlocked')
    const server = await startServer(({ headers }) => ({ status: headers.authorization === secret ? 404 : 401 }))
    const { home, logto } = inSession()
    const add = `mcp servers add web --url ${server.endpoint}/mcp --secret-header Authorization`
    expect(await logto(add, { input: `${secret}\n` })).toMatchObject({ code: 0, stdout: '' })
    expect(leaks(home)).toEqual([])
    expect(JSON.parse((await logto('mcp servers show web --json')).stdout)).toMatchObject({ storage: 'keychain' })
    const asked = async () => (await logto(['mcp', 'servers', 'tools', 'web'])).stderr
    expect(await asked()).toContain('answered 404')

    expect(await logto('mcp servers remove web --yes')).toMatchObject({ code: 0 })
    expect(await logto(add, { input: 'Bearer another\n' })).toMatchObject({ code: 0 })
    expect(await asked()).toContain('answered 401')
    expect(leaks(home)).toEqual([])
    server.close()
  })

  it('a variable reaches the command, and no error tells it', async () => {
    await service.start('unlocked')
    const { home, logto } = inSession()
    const add = ['mcp', 'servers', 'add', 'peer', '--secret-env', 'PEER_TOKEN', '--', ...misbehaving('fails')]
    expect(await logto(add, { input: 'the-secret-of-the-peer\n' })).toMatchObject({ code: 0 })
    const run = ['mcp', 'lua', '--eval', 'mcp.call("peer", "work", {})', '--allow-mcp', 'peer']
    const { code, stderr } = await logto(run)
    expect({ code, stderr }).toEqual({ code: 5, stderr: expect.stringContaining('••••') })
    expect(stderr).not.toContain('the-secret-of')
    expect(leaks(home)).toEqual([])
  })

  it('that is locked, or away, is named before anything is asked, kept or started', async () => {
    await service.start('unlocked')
    const { logto } = inSession()
    const add = (name: string) => `mcp servers add ${name} --url https://mcp.example.com --secret-header Authorization`
    await logto(add('web'), { input: `${secret}\n` })
    await service.stop()
    const away = await logto(add('second'), { input: `${secret}\n` })
    expect({ code: away.code, stderr: away.stderr }).toEqual({
      code: 3,
      stderr: expect.stringMatching(
        /no program offers the Secret Service\n.*or keep the secrets in a file.*--storage file/,
      ),
    })
    await service.start('locked')
    for (const line of [add('second'), 'mcp servers tools web', 'mcp servers remove web --yes']) {
      const { code, stderr } = await logto(line, { input: `${secret}\n` })
      expect({ line, code, stderr }).toEqual({ line, code: 3, stderr: expect.stringMatching(/keychain is locked\n/) })
    }
    expect((await logto('mcp servers list --columns name')).stdout).toBe('name\nweb\n')
  })
})
