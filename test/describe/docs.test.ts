/** `logto docs`: what a command does, needs and destroys, and what comes before and after it. */

import { describe, expect, it } from 'vitest'
import { docsPage } from '../../src/describe/docs-page.js'
import { bare, errorOf } from '../cli/tenant.js'
import { index } from '../contract/command-facts.js'
import { everyDescription } from './descriptions.js'

const all = await everyDescription()

/** A page without the lines to type, which are not broken. */
function prose(page: string): string[] {
  return page.split('\n').filter((line) => !/^ {4}\S|^ {2}logto \S/.test(line))
}

describe('the page', () => {
  it('of each operation keeps to the width', () => {
    for (const { contract, description } of all) {
      for (const width of [60, 80, 120]) {
        const lines = prose(docsPage(description, { width, colour: false }))
        expect(lines.length).toBeGreaterThan(5)
        expect(
          lines.filter((line) => line.length > width),
          contract.command,
        ).toEqual([])
      }
    }
  })

  it('says what it needs once', () => {
    for (const { description } of all) {
      expect(description.description ?? '', description.command).not.toMatch(/Needs an end user's opaque token/)
      expect(description.needs.length, description.command).toBeGreaterThan(0)
    }
  })

  it('says the needs, and what comes before and after', async () => {
    const { code, stdout, stderr } = await bare(['docs', 'account', 'update-primary-email'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^ {2}- the token scope email$/m)
    expect(stdout).toMatch(/^BEFORE$[\s\S]*logto verifications verify-code[\s\S]*^AFTER$[\s\S]*logto account get/m)
    expect(stdout).toMatch(/^EXAMPLES$/m)
  })

  it('says what is destroyed, replaced, paged and searched', async () => {
    const pages = await Promise.all([
      bare(['docs', 'users', 'delete']),
      bare(['docs', 'users', 'update']),
      bare(['docs', 'users', 'list']),
    ])
    const [deleting, updating, listing] = pages.map(({ stdout }) => stdout)
    expect(deleting).toMatch(/TAKE CARE\n {2}- It destroys something/)
    expect(updating).toMatch(/replaces the stored one as a whole; --merge/)
    expect(listing).toMatch(/--all[\s\S]*--contains/)
  })
})

describe('what comes before and after', () => {
  it('is a command that exists, and another one', () => {
    for (const { description } of all) {
      const { command, before, after } = description
      for (const other of [...before, ...after]) {
        expect(index, command).toHaveProperty([other.command])
        expect(other.command).not.toBe(command)
      }
    }
  })

  it('is told of every command of an end user and of a sign-in', () => {
    const alone = all
      .filter(({ contract }) => contract.operation.api !== 'management')
      .map(({ description }) => description)
      .filter(({ before, after }) => before.length + after.length === 0)
    expect(alone.map(({ command }) => command)).toEqual([])
  })
})

describe('the document', () => {
  it('holds the same for programs', async () => {
    const { stdout } = await bare(['docs', 'users', 'assign-roles', '--json'])
    expect(JSON.parse(stdout)).toMatchObject({
      command: 'users assign-roles',
      operation: 'AssignUserRoles',
      needs: ['a token of the Management API (scope all)'],
      effects: [],
      arguments: [{ name: 'user-id', wire: 'userId', required: true, source: 'users list' }],
      body: { properties: [{ name: 'roleIds', type: 'string[]', required: true, flag: 'role-ids' }] },
      examples: [{ description: expect.any(String), command: expect.stringContaining('logto users assign-roles') }, {}],
      before: [{ command: 'users list', summary: 'List users' }, { command: 'roles list' }],
    })
  })
})

describe('logto docs', () => {
  it('without words lists the topics and how to go on', async () => {
    const { code, stdout } = await bare(['docs'])
    expect(code).toBe(0)
    for (const topic of new Set(Object.keys(index).map((command) => command.split(' ')[0]))) {
      expect(stdout).toMatch(new RegExp(`^  ${topic} `, 'm'))
    }
    expect(stdout).toContain('logto help environment')
  })

  it('of a topic lists its commands', async () => {
    const { stdout } = await bare(['docs', 'organizations'])
    expect(stdout).toMatch(/^ {2}orgs add-users +Add/m)
  })

  it('of a command written by hand says what its help says', async () => {
    const [login, suspend] = await Promise.all([bare(['docs', 'login']), bare(['docs', 'users', 'suspend'])])
    expect(login.stdout).toMatch(/WHAT IT DOES[\s\S]*logto login --help/)
    expect(suspend.stdout).toContain('logto docs users set-suspended')
  })

  it('names the nearest of what is no command', async () => {
    const ended = await bare(['docs', 'users', 'crate', '--json'])
    expect(ended).toMatchObject({ code: 2, stdout: '' })
    expect(errorOf(ended)).toMatchObject({ hint: expect.stringContaining('logto users create') })
  })
})
