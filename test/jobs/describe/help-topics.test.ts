/** The pages of `logto help`: short, and true to what the program does. */

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ExitCode } from '../../../src/base/errors.js'
import { formats } from '../../../src/call/output/format.js'
import { helpTopics } from '../../../src/jobs/describe/help-topics.js'
import { bare } from '../../cli/tenant.js'
import { manifest, root } from '../../contract/command-facts.js'

const page = async (name: string) => helpTopics.find((topic) => topic.name === name)?.page() ?? ''

describe.each(helpTopics)('$name', (topic) => {
  it('is printed within 80 columns, and fits two screens', async () => {
    const { code, stdout } = await bare(['help', topic.name])
    expect(code).toBe(0)
    expect(stdout).toBe(await topic.page())
    const lines = stdout.split('\n')
    expect(lines.filter((line) => line.length > 80)).toEqual([])
    expect(lines.length).toBeLessThan(60)
  })

  it('names flags and commands that exist', async () => {
    const text = await topic.page()
    const flags = new Set(Object.values(manifest.commands).flatMap((command) => Object.keys(command.flags)))
    const named = [...text.matchAll(/--([a-z][a-z-]*)/g)].map(([, flag]) => flag ?? '')
    expect(named.filter((flag) => !flags.has(flag) && flag !== 'help')).toEqual([])
    const commands = Object.keys(manifest.commands).map((id) => id.replaceAll(':', ' '))
    const typed = [...text.matchAll(/logto ((?:[a-z-]+ ?){1,2})/g)].map(([, words]) => (words ?? '').trim().split(' '))
    const strange = typed.filter(
      ([first = '', second = '']) =>
        !['help', 'in'].includes(first) &&
        !commands.some(
          (command) => command === first || command === `${first} ${second}` || command.startsWith(`${first} `),
        ),
    )
    expect(strange).toEqual([])
  })
})

it('lists every exit code, format and variable', async () => {
  const codes = [...(await page('exit-codes')).matchAll(/^ +(\d+) {2}\S/gm)].map(([, code]) => Number(code))
  expect(codes).toEqual(Object.values(ExitCode))
  const output = await page('output')
  expect(formats.filter((format) => !new RegExp(`^ {2}${format} `, 'm').test(output))).toEqual([])
  const sources = ['src', 'bin'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.parentPath.endsWith('topics'))
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8')),
  )
  const read = new Set(sources.join('\n').match(/(?<=env\.)LOGTO_[A-Z_]+/g))
  const environment = await page('environment')
  expect(read.size).toBeGreaterThan(10)
  expect([...read].filter((name) => !environment.includes(name))).toEqual([])
})

it('stand in the root help, and leave the help of a topic with the same name alone', async () => {
  const [all, profiles] = await Promise.all([bare(['help']), bare(['profiles', '--help'])])
  for (const { name, summary } of helpTopics)
    expect(all.stdout).toMatch(new RegExp(`help ${name} +${summary.slice(0, 20)}`))
  expect(profiles.stdout).toMatch(/^ +use +Choose the default profile$/m)
})

it('are named where a page was mistyped, and only behind help', async () => {
  const [page, command] = await Promise.all([bare(['help', 'exit-code']), bare(['exit-code'])])
  expect([page.code, command.code]).toEqual([2, 2])
  expect(page.stderr).toContain('did you mean `logto help exit-codes`')
  expect(command.stderr).not.toContain('help exit-codes')
})
