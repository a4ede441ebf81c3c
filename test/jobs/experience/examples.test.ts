/** Every example of the commands that drive a sign-in, run as it stands; what it asks for is typed on a terminal. */

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { shell } from '../../cli/run.js'
import { hasTerminal, onTerminal, type Typing } from '../../cli/terminal.js'
import { examplesOf } from '../../contract/command-facts.js'
import { type BentTenant, bentTenant, toApp } from './bent-tenant.js'

const commands = ['authorize', 'exchange', 'sign-in', 'sessions list', 'sessions show', 'sessions remove']
const examples = commands.flatMap((command) => examplesOf(`experience ${command}`).map((line) => [line] as const))

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

describe('the example', () => {
  it('is one of at least a dozen', () => expect(examples.length).toBeGreaterThanOrEqual(12))

  it.each(examples)('%s', async (line) => {
    const { endpoint, home } = await preparedTenant()
    const env = {
      LOGTO_ENDPOINT: endpoint,
      LOGTO_KEYCHAIN: 'off',
      PASSWORD: 'right horse',
      TOTP_SECRET: 'JBSWY3DPEHPK3PXP',
    }
    const asked = line.includes('--save')
      ? typing
      : line.includes('sign-in') && !line.includes('-stdin')
        ? typing.slice(1)
        : []
    if (asked.length === 0) {
      const { code, stderr } = await shell(line, home, { env })
      expect(code, stderr).toBe(0)
    } else if (hasTerminal) {
      const { code, screen } = await onTerminal(line, { home, env, typing: asked })
      expect(code, screen).toBe(0)
    }
  })
})
