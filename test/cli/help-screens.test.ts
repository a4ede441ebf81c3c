/** Golden screens of a command's help; each was looked at in a terminal of that width. */

import { describe, expect, it } from 'vitest'
import { bare } from './tenant.js'

describe('the help of a command', () => {
  it.each([
    ['orgs list-users', 60],
    ['orgs list-users', 80],
    ['orgs list-users', 160],
    ['users create', 60],
    ['users create', 80],
    ['users create', 160],
  ])('%s at %i columns', async (command, columns) => {
    const env = { OCLIF_COLUMNS: String(columns) }
    const { code, stdout } = await bare([...command.split(' '), '--help'], { env })
    expect(code).toBe(0)
    expect(stdout).toMatchSnapshot()
    expect(stdout.split('\n').filter((line) => line.length > columns)).toEqual([])
  })
})
