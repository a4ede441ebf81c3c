/** Sandbox tenants, folders of files and the built program, for tests of the tenant commands. */

import { cpSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { type Finished, makeHome, type Running, type RunOptions, run, start } from '../../cli/run.js'
import { startTenant, type TestTenant } from '../../sandbox/client.js'

/** The small product of the examples. */
export const examples = join(import.meta.dirname, '..', '..', '..', 'examples', 'tenant')

/** Values of the secrets that the example names. */
export const secrets = {
  MAIL_PASSWORD: 'made-up-mail-password',
  GOOGLE_CLIENT_SECRET: 'made-up-google-secret',
  HOOK_KEY: 'made-up-hook-key',
  LEDGER_KEY: 'made-up-ledger-key',
  CAPTCHA_SECRET: 'made-up-captcha-secret',
}

export interface Workshop {
  /** A folder for everything. */
  home: string
  tenant: TestTenant
  /** Runs `logto tenant …` on the tenant, or on another. */
  logto: (
    args: readonly string[],
    options?: RunOptions & { on?: Pick<TestTenant, 'url' | 'token'> },
  ) => Promise<Finished>
  /** The same, not waited for. */
  begin: (args: readonly string[], options?: RunOptions & { on?: Pick<TestTenant, 'url' | 'token'> }) => Running
  write: (path: string, text: string) => void
  read: (path: string) => string
  /** Changes a file by its text. */
  edit: (path: string, change: (text: string) => string) => void
  /** Another tenant that ends with the test. */
  another: () => Promise<TestTenant>
}

export async function workshop(): Promise<Workshop> {
  const home = makeHome()
  const another = async () => {
    const tenant = await startTenant()
    onTestFinished(tenant.close)
    return tenant
  }
  const tenant = await another()
  onTestFinished(home.remove)
  const read = (path: string) => readFileSync(join(home.path, path), 'utf8')
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(home.path, path)), { recursive: true })
    writeFileSync(join(home.path, path), text)
  }
  const own = ({ on = tenant, ...options }: RunOptions & { on?: Pick<TestTenant, 'url' | 'token'> } = {}) => ({
    timeoutMs: 60_000,
    ...options,
    env: { LOGTO_ENDPOINT: on.url, LOGTO_ACCESS_TOKEN: on.token, ...options.env },
  })
  return {
    home: home.path,
    tenant,
    another,
    logto: (args, options) => run(['tenant', ...args], home.path, own(options)),
    begin: (args, options) => start(['tenant', ...args], home.path, own(options)),
    write,
    read,
    edit: (path, change) => write(path, change(read(path))),
  }
}

/** A workshop with the example in `shop/`, its variables in `staging.yaml` and its secrets in `secrets.yaml`. */
export async function shopWorkshop(): Promise<Workshop> {
  const shop = await workshop()
  cpSync(examples, shop.home, { recursive: true })
  writeFileSync(
    join(shop.home, 'secrets.yaml'),
    Object.entries(secrets)
      .map(([name, value]) => `${name}: ${value}\n`)
      .join(''),
    {
      mode: 0o600,
    },
  )
  return shop
}

/** Words for a command on the example, with all its values. */
export const withValues = (...words: string[]) => [...words, '--vars', 'staging.yaml', '--secrets', 'secrets.yaml']

/** All files below a folder, by path. */
export function filesIn(folder: string): Record<string, string> {
  const found = readdirSync(folder, { recursive: true }) as string[]
  const files = found.filter((name) => statSync(join(folder, name)).isFile()).sort()
  return Object.fromEntries(files.map((name) => [name, readFileSync(join(folder, name), 'utf8')]))
}
