/** A tenant's configuration of some 500 objects, as files. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const many = <T>(count: number, make: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i))

/** Writes it into a folder: 20 resources with 15 scopes each, 60 roles, 60 applications, 40 organization scopes, 20 webhooks. */
export function writeConfiguration(folder: string): void {
  const write = (name: string, value: unknown) =>
    writeFileSync(join(folder, name), `${JSON.stringify(value, null, 1)}\n`)
  const named = <T>(items: readonly [string, T][]) => Object.fromEntries(items)
  const indicator = (i: number) => `https://api.example.com/r${i}`
  mkdirSync(folder, { recursive: true })
  write('tenant.yaml', { version: 1 })
  write(
    'resources.yaml',
    named(
      many(20, (i) => [
        indicator(i),
        { name: `R ${i}`, scopes: named(many(15, (k) => [`act:${k}`, { description: `Act ${k}` }])) },
      ]),
    ),
  )
  write(
    'roles.yaml',
    named(
      many(60, (i) => [
        `Role ${i}`,
        { description: `Role ${i}`, type: 'User', scopes: many(4, (k) => `${indicator((i + k) % 20)} act:${k}`) },
      ]),
    ),
  )
  write(
    'applications.yaml',
    named(
      many(60, (i) => [
        `Application ${i}`,
        {
          type: 'SPA',
          oidcClientMetadata: { redirectUris: [`https://a${i}.example.com/callback`], postLogoutRedirectUris: [] },
        },
      ]),
    ),
  )
  const scopes = named(many(40, (i) => [`keep:${i}`, { description: `Keep ${i}` }]))
  write('organization-template.yaml', { scopes, roles: {} })
  write(
    'hooks.yaml',
    named(
      many(20, (i) => [
        `Hook ${i}`,
        { events: ['User.Created'], config: { url: `https://h${i}.example.com/` }, enabled: false },
      ]),
    ),
  )
}
