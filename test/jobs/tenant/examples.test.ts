/** The examples of the help, and the job for CI of the example folder, as they stand in a shell. */

import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { shell } from '../../cli/run.js'
import { examplesOf, manifest } from '../../contract/command-facts.js'
import { writeProfiles } from '../lua/profiles.js'
import { examples, secrets, shopWorkshop, withValues } from './workshop.js'

const commands = Object.keys(manifest.commands)
  .map((id) => id.replaceAll(':', ' '))
  .filter((command) => command.startsWith('tenant '))

describe('the examples of the help', () => {
  it.each(commands)('%s', { timeout: 120_000 }, async (command) => {
    const { home, tenant, another, logto, edit } = await shopWorkshop()
    const other = await another()
    writeProfiles(home, {
      staging: { endpoint: tenant.url, token: tenant.token },
      production: { endpoint: other.url, token: other.token },
    })
    cpSync(join(home, 'shop'), join(home, 'staging'), { recursive: true })
    const given = Object.entries(secrets).map(([name, value]) => [`LOGTO_SECRET_${name}`, value])
    const variables = Object.entries(parse(readFileSync(join(home, 'staging.yaml'), 'utf8')) as object).map(
      ([name, value]) => [`LOGTO_VAR_${name}`, typeof value === 'string' ? value : JSON.stringify(value)],
    )
    const env = { LOGTO_PROFILE: 'staging', ...Object.fromEntries([...given, ...variables]) }
    for (const example of examplesOf(command)) {
      if (example.includes('plan.json') && command === 'tenant apply') {
        edit('shop/roles.yaml', (text) => text.replace('Whoever buys', 'Buyers'))
        await logto(withValues('diff', 'shop', '--only', 'roles', '--out', 'plan.json'), { on: other })
      }
      const words =
        command === 'tenant apply'
          ? `${example} --yes --max-deletes 50`
          : `${example}${example.includes('pull') ? ' --yes' : ''}`
      const ended = await shell(words, home, { env, timeoutMs: 60_000 })
      expect([0, ...(command === 'tenant diff' ? [9] : [])], `${words}\n${ended.stdout}${ended.stderr}`).toContain(
        ended.code,
      )
    }
  })
})

it('the job for CI checks, shows, applies and watches', { timeout: 120_000 }, async () => {
  const { home, tenant } = await shopWorkshop()
  const { env: names, jobs } = parse(readFileSync(join(examples, 'github-actions.yml'), 'utf8')) as Workflow
  // Each secret of the files has its name in the job.
  for (const name of Object.keys(secrets)) expect(names).toHaveProperty(`LOGTO_SECRET_${name}`)
  const given = Object.entries(secrets).map(([name, value]) => [`LOGTO_SECRET_${name}`, value])
  const env = { ...Object.fromEntries(given), LOGTO_ENDPOINT: tenant.url, LOGTO_ACCESS_TOKEN: tenant.token }
  const run = async (job: string) => {
    const lines = jobs[job]?.steps.flatMap((step) => (step.run?.includes('logto tenant') ? [step.run] : [])) ?? []
    expect(lines.length).toBeGreaterThan(0)
    const codes: (number | null)[] = []
    for (const line of lines) codes.push((await shell(line, home, { env, timeoutMs: 60_000 })).code)
    return codes
  }
  expect(await run('show')).toEqual([0, 0])
  expect(await run('apply')).toEqual([0])
  // The sandbox has objects that the files lack.
  expect(await run('drift')).toEqual([9])
  writeFileSync(join(home, 'shop', 'roles.yaml'), 'Customer: [\n')
  expect(await run('show')).toEqual([2, 1])
})

interface Workflow {
  env: Record<string, string>
  jobs: Record<string, { steps: { run?: string }[] }>
}
