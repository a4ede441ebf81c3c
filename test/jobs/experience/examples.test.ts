/** Every example of the commands that drive a sign-in, run as it stands; what it asks for is typed on a terminal. */

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { shell } from '../../cli/run.js'
import { onTerminal, type Typing, terminalNeed } from '../../cli/terminal.js'
import { examplesOf } from '../../contract/command-facts.js'
import { type BentTenant, bentTenant, toApp } from './bent-tenant.js'

const commands = ['authorize', 'exchange', 'sign-in', 'sessions list', 'sessions show', 'sessions remove']
const examples = commands.flatMap((command) => examplesOf(`experience ${command}`))

const typing: Typing[] = [
  [/Keep the secrets in a file/, 'y\r'],
  [/Password of username annlee:|Code that bob@example.com received:/, '424242\r'],
]

/** A tenant with a sign-in that is submitted, and another one called bob. */
async function preparedTenant(): Promise<BentTenant> {
  const tenant = await bentTenant()
  for (const file of ['password.txt', 'secret.txt']) writeFileSync(join(tenant.home, file), 'right horse\n')
  await tenant.logto(['experience', 'authorize', ...toApp, '--session', 'bob'])
  await tenant.logto(['experience', 'authorize', ...toApp, '--scope', 'openid offline_access'])
  await tenant.logto(['experience', 'submit'])
  return tenant
}

/** What a person types for an example; empty where it asks for nothing. */
function typingFor(line: string): Typing[] {
  if (line.includes('--save')) return typing
  return line.includes('sign-in') && !line.includes('-stdin') ? typing.slice(1) : []
}

describe('the example', () => {
  it('is one of at least a dozen', () => expect(examples.length).toBeGreaterThanOrEqual(12))

  for (const line of examples) {
    const typed = typingFor(line)
    const asks = typed.length > 0
    it.skipIf(asks && terminalNeed.lacking)(`${line}${asks ? terminalNeed.note : ''}`, async () => {
      const { endpoint, home } = await preparedTenant()
      const env = {
        LOGTO_ENDPOINT: endpoint,
        LOGTO_KEYCHAIN: 'off',
        PASSWORD: 'right horse',
        TOTP_SECRET: 'JBSWY3DPEHPK3PXP',
      }
      const ended = asks
        ? await onTerminal(line, { home, env, typing: typed }).then(({ code, screen }) => ({ code, said: screen }))
        : await shell(line, home, { env }).then(({ code, stderr }) => ({ code, said: stderr }))
      expect(ended.code, ended.said).toBe(0)
    })
  }
})
