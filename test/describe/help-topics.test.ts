/** The pages of `logto help` on what is no command, held to the source they speak of. */

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { helpTopic, helpTopics } from '../../src/describe/help-topics.js'
import { ExitCode } from '../../src/errors.js'
import { formats } from '../../src/output/format.js'
import { bare } from '../cli/tenant.js'
import { manifest, root } from '../contract/command-facts.js'

async function pageOf(name: string): Promise<string> {
  return (await helpTopic(name)?.page()) ?? ''
}

/** Names of variables in the source that are no settings of this program. */
const noSettings = new Set(['LOGTO_TOKEN'])

describe('each page', () => {
  it.each(helpTopics.map(({ name }) => [name]))('%s is shown, and fits a terminal', async (name) => {
    const { code, stdout, stderr } = await bare(['help', name])
    expect({ code, stderr, stdout }).toEqual({ code: 0, stderr: '', stdout: await pageOf(name) })
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([])
    expect(stdout.split('\n').length).toBeLessThan(60)
    expect(stdout).toMatch(/\S\n$/)
  })

  it('speaks of commands and flags that exist', async () => {
    const flags = new Set(
      Object.values(manifest.commands).flatMap((command) =>
        Object.entries(command.flags).flatMap(([name, flag]) =>
          flag.type === 'boolean' && flag.allowNo ? [name, `no-${name}`] : [name],
        ),
      ),
    )
    for (const { name } of helpTopics) {
      const text = await pageOf(name)
      for (const [, flag = ''] of text.matchAll(/(?<![\w-])--([a-z][a-z-]*)/g)) {
        expect(flags.has(flag), `${name}: --${flag}`).toBe(true)
      }
      for (const [, command = ''] of text.matchAll(/^ {2}logto ((?:profiles |users )?[a-z]+)/gm)) {
        expect(manifest.commands, name).toHaveProperty([command.replaceAll(' ', ':')])
      }
    }
  })
})

describe('the pages are true:', () => {
  it('environment names every variable that the source reads', async () => {
    const text = await pageOf('environment')
    const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter(
      (file) => file.endsWith('.ts') && !file.includes('describe'),
    )
    const source = files.map((file) => readFileSync(join(root, 'src', file), 'utf8')).join('\n')
    const read = new Set([...source.matchAll(/\b(?:env\.)?(LOGTO_[A-Z_]+[A-Z])\b/g)].map(([, name = '']) => name))
    expect([...read].filter((name) => !noSettings.has(name) && !text.includes(name))).toEqual([])
    for (const [name] of text.matchAll(/LOGTO_[A-Z_]+/g)) expect(read).toContain(name)
  })

  it('exit-codes names every code', async () => {
    const listed = [...(await pageOf('exit-codes')).matchAll(/^ +(\d+) {2}/gm)].map(([, code]) => Number(code))
    expect(listed).toEqual(Object.values(ExitCode))
  })

  it('output names every format', async () => {
    const listed = [...(await pageOf('output')).matchAll(/^ {2}([a-z]+) {2,}\S/gm)].map(([, name]) => name)
    expect(listed).toEqual(expect.arrayContaining([...formats]))
  })
})

describe('logto help', () => {
  it('shows the program, a command or a page', async () => {
    const [program, command, topic, page] = await Promise.all([
      bare(['help']),
      bare(['help', 'users', 'create']),
      bare(['help', 'user']),
      bare(['help', 'exit-codes']),
    ])
    expect(program.stdout).toMatch(/USAGE\n {2}\$ logto/)
    expect(command.stdout).toMatch(/\$ logto users create/)
    expect(topic.stdout).toMatch(/logto users COMMAND/)
    expect(page.stdout).toMatch(/^Exit codes\n/)
  })

  it('names the nearest page', async () => {
    const { code, stderr } = await bare(['help', 'enviroment'])
    expect(code).toBe(2)
    expect(stderr).toContain('did you mean `logto help environment`?')
  })
})
