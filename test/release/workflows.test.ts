/** What GitHub is told to run is there: scripts of this project, so that each step can be run anywhere. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { supportedNodes } from './nodes.js'

const root = join(import.meta.dirname, '..', '..')
const folder = join(root, '.github', 'workflows')
const { scripts, engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>
  engines: { node: string }
}

interface Step {
  run?: string
  uses?: string
  with?: Record<string, unknown>
}

interface Job {
  needs?: string | string[]
  steps: Step[]
  'timeout-minutes'?: number
  strategy?: { matrix: Record<string, unknown[]> }
}

interface Workflow {
  permissions?: Record<string, string>
  jobs: Record<string, Job>
}

const workflows = readdirSync(folder).map(
  (file) => [file, parse(readFileSync(join(folder, file), 'utf8')) as Workflow] as const,
)

/** What is not a script of the project's: installing it, and what a release is handed to. */
const others = [/^npm ci$/, /^npm publish --provenance /, /^npm pkg set "repository\.url=/, /^gh release create /]

/** Why a line cannot be run; nothing when it can. */
function fault(line: string): string | undefined {
  const script = /^npm (?:run (?:--silent )?)?([\w:-]+)/.exec(line)?.[1]
  if (others.some((other) => other.test(line))) return undefined
  const file = /^bash (\S+)$/.exec(line)?.[1]
  if (file !== undefined) return existsSync(join(root, file)) ? undefined : `there is no ${file}`
  return script !== undefined && scripts[script] !== undefined ? undefined : `there is no script for: ${line}`
}

describe.each(workflows)('%s', (_, { jobs, permissions }) => {
  const steps = Object.values(jobs).flatMap((job) => job.steps)

  it('runs what is there', () => {
    const lines = steps.flatMap(({ run }) => run?.trim().split('\n') ?? [])
    expect(lines.length).toBeGreaterThan(0)
    expect(lines.map(fault).filter((said) => said !== undefined)).toEqual([])
  })

  it('puts no text from outside into a line of shell', () => {
    expect(steps.filter(({ run }) => run?.includes('${{'))).toEqual([])
  })

  it('takes the actions of GitHub itself, by their major version', () => {
    const used = steps.flatMap(({ uses }) => uses ?? [])
    expect(used.filter((uses) => !/^actions\/[\w-]+@v\d+$/.test(uses))).toEqual([])
  })

  it('may read by default, ends, and waits for jobs that are there', () => {
    expect(permissions).toEqual({ contents: 'read' })
    for (const [name, job] of Object.entries(jobs)) {
      expect(job['timeout-minutes'], name).toBeGreaterThan(0)
      for (const other of [job.needs ?? []].flat()) expect(Object.keys(jobs)).toContain(other)
    }
  })
})

it('a line that names no script would be found', () => {
  expect(['npm run no-such-script', 'bash no/such.sh', 'curl example.com'].map(fault)).not.toContain(undefined)
})

it('tests run on each system and each supported Node', () => {
  const { jobs } = Object.fromEntries(workflows)['test.yml'] ?? { jobs: {} }
  const { os, node } = jobs.tests?.strategy?.matrix ?? {}
  expect(os).toEqual(['ubuntu-latest', 'macos-latest', 'windows-latest'])
  expect(node?.map(String)).toEqual(supportedNodes)
  expect(engines.node).toBe(`>=${supportedNodes[0]}`)
})
