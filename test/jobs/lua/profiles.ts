import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Where a profile leads, the token it holds, and further facts such as `readOnly`. */
export interface TestProfile {
  endpoint: string
  token: string
  readOnly?: true
  protected?: true
}

/** Writes profiles into a home folder, each with a token of its own in a file. */
export function writeProfiles(home: string, profiles: Readonly<Record<string, TestProfile>>): void {
  const folder = join(home, 'config', 'logto-cli')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const named = Object.entries(profiles).map(([name, { token: _, ...facts }]) => [
    name,
    {
      id: `id-of-${name}`,
      kind: 'token',
      tokenUrl: `${facts.endpoint}/oidc/token`,
      storage: 'file',
      createdAt: '2026-01-01T00:00:00Z',
      ...facts,
    },
  ])
  const secrets = Object.entries(profiles).map(([name, { token }]) => [`id-of-${name}`, { 'access-token': token }])
  const write = (file: string, content: object) =>
    writeFileSync(join(folder, file), JSON.stringify({ version: 1, ...content }), { mode: 0o600 })
  write('config.json', { profiles: Object.fromEntries(named) })
  write('credentials.json', { secrets: Object.fromEntries(secrets) })
}
