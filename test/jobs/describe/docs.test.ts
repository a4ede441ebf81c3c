/** `logto docs`: every command in words, for people and programs. */

import type { Config } from '@oclif/core'
import { beforeAll, expect, describe as group, it, onTestFinished } from 'vitest'
import { describe } from '../../../src/jobs/describe/describe.js'
import { docsPage } from '../../../src/jobs/describe/docs-page.js'
import { allKnown, load } from '../../../src/jobs/describe/find-command.js'
import { schemaPage } from '../../../src/jobs/describe/schema-page.js'
import { makeHome, shell } from '../../cli/run.js'
import { bare } from '../../cli/tenant.js'
import { examplesOf, index, manifest } from '../../contract/command-facts.js'
import { openConfig } from './whole-program.js'

let config: Config
beforeAll(async () => {
  config = await openConfig()
})

const all = Object.keys(manifest.commands).map((id) => id.replaceAll(':', ' '))

group.each(all)('%s', (command) => {
  it('has pages within 80 columns and neighbours that exist', async () => {
    const known = allKnown(config)
    const description = await describe(await load(command, config), known, config.root)
    const summaries = new Map(known.map((each) => [each.command, each.summary]))
    const page = docsPage(description, summaries, 80)
    // A quoted word of an example is not broken.
    const long = page.split('\n').filter((line) => line.length > 80)
    expect(long.filter((line) => !/^ {4,6}('.*'|"[^"]*"|\S+)( \\)?$/.test(line))).toEqual([])
    const copied = page.replaceAll(/ \\\n +/g, ' ')
    for (const example of description.examples) expect(copied).toContain(`    ${example.command}\n`)
    const neighbours = [...description.before, ...description.after]
    expect(neighbours.filter((other) => !all.includes(other) || other === command)).toEqual([])
    expect(new Set(description.before).size).toBe(description.before.length)
    if (!(command in index)) return
    expect(
      schemaPage(description, 80)
        .split('\n')
        .filter((line) => line.length > 80),
    ).toEqual([])
    expect(description.operation?.id).toBe(index[command]?.id)
    // Whatever the class takes for the body or the query is described.
    const described = JSON.stringify(description)
    const { operation } = (await load(command, config)).class
    const flags = [...Object.keys(operation?.query ?? {}), ...Object.keys(operation?.body?.fields ?? {})]
    expect(flags.filter((flag) => !described.includes(`"flag":"${flag}"`))).toEqual([])
  })
})

group('the document of a command', () => {
  const document = async (...words: string[]) => {
    const { code, stdout } = await bare(['docs', ...words, '--json'])
    expect(code).toBe(0)
    return JSON.parse(stdout) as Record<string, unknown>
  }

  it('has one shape, and says what it needs and where it stands', async () => {
    const password = await document('account', 'update-password')
    expect(Object.keys(password)).toEqual([
      ...['command', 'summary', 'description', 'examples', 'operation', 'needs', 'warnings', 'lists'],
      ...['arguments', 'query', 'headers', 'body', 'answers', 'before', 'after'],
    ])
    expect(password.needs).toEqual([
      expect.stringContaining('an end user’s access token'),
      expect.stringContaining('a verification record in --verification-id'),
    ])
    expect(password.before).toEqual(['verifications create-by-password', 'verifications verify-code'])
    expect(password.body).toMatchObject({
      fields: [{ name: 'password', flag: 'password', required: true, secret: true }],
    })
  })

  it('derives neighbours from arguments, bodies and verbs', async () => {
    const [roles, revoke, create] = await Promise.all([
      document('orgs remove-user-role'),
      document('users', 'revoke-session'),
      document('org-scopes', 'create'),
    ])
    expect(roles.before).toEqual(['orgs list', 'orgs list-users', 'orgs list-user-roles'])
    expect(revoke.before).toEqual(['users list-sessions', 'users list'])
    expect(create.after).toEqual([
      'org-roles create',
      'org-roles add-scopes',
      'org-scopes get',
      'org-scopes update',
      'org-scopes delete',
    ])
  })

  it('is found by every name, and a preset tells what it runs', async () => {
    const [id, lua, alias, preset] = await Promise.all([
      document('UpdateUserIsSuspended'),
      document('update_user_is_suspended'),
      document('logto', 'user', 'set-suspended'),
      document('users', 'suspend'),
    ])
    expect(lua).toEqual(id)
    expect(alias).toEqual(id)
    expect(preset).toMatchObject({ command: 'users suspend', operation: { runs: 'users set-suspended' }, query: [] })
  })
})

group('the examples', () => {
  it('of docs, schema and help run', async () => {
    const folder = makeHome()
    onTestFinished(folder.remove)
    const examples = ['docs', 'schema', 'help'].flatMap(examplesOf)
    expect(examples.length).toBeGreaterThan(7)
    const runs = await Promise.all(examples.map((line) => shell(line, folder.path)))
    expect(runs.filter(({ code, stderr }) => code !== 0 || stderr !== '')).toEqual([])
  })
})

group('logto docs', () => {
  it('lists the topics without a command, and the commands of a topic', async () => {
    const [contents, topic, page] = await Promise.all([
      bare(['docs', '--json']),
      bare(['docs', 'org', '--json']),
      bare(['docs']),
    ])
    const { groups } = JSON.parse(contents.stdout) as { groups: { topics: { topic: string }[] }[] }
    const topics = groups.flatMap((each) => each.topics.map((one) => one.topic))
    expect([...topics].sort()).toEqual(
      [...new Set(all.filter((c) => c.includes(' ')).map((c) => c.split(' ')[0]))].sort(),
    )
    expect(JSON.parse(topic.stdout)).toMatchObject({
      topic: 'orgs',
      commands: expect.arrayContaining([
        { command: 'orgs create', summary: expect.any(String), operation: 'CreateOrganization' },
      ]),
    })
    expect(page.stdout).toContain('logto docs users create')
    expect(page.stdout.split('\n').filter((line) => line.length > 80)).toEqual([])
  })

  it('names the nearest command, and the commands that an ambiguous name stands for', async () => {
    const [verb, topic, none] = await Promise.all([
      bare(['docs', 'users', 'creat']),
      bare(['docs', 'usrs', 'create']),
      bare(['docs', 'qqqqqqqq']),
    ])
    expect([verb.code, topic.code, none.code]).toEqual([2, 2, 2])
    expect(verb.stderr).toContain('did you mean users create')
    expect(topic.stderr).toContain('did you mean users create?')
    expect(none.stderr).toContain('see logto docs')
  })
})

it('says what a command needs once, and its help in a sentence', async () => {
  const words = ['account', 'list-mfa-verifications']
  const [docs, document, help] = await Promise.all([
    bare(['docs', ...words]),
    bare(['docs', ...words, '--json']),
    bare([...words, '--help']),
  ])
  expect(docs.stdout.match(/scope identities/g)).toHaveLength(1)
  const { description, needs } = JSON.parse(document.stdout) as { description: string; needs: string[] }
  expect(description).not.toContain('Needs')
  expect(needs).toContain('the scope identities')
  expect(help.stdout.replaceAll(/\s+/g, ' ')).toContain("Needs an end user's token with the scope identities.")
})
