import { describe, expect, it } from 'vitest'
import { terminalOf } from '../../../src/call/output/terminal.js'

const tty = { isTTY: true, columns: 100 }
const flags = { noColor: false }

describe('terminalOf', () => {
  it.each([
    [undefined, 80],
    [0, 80],
    [20, 60],
    [100, 100],
    [1000, 240],
  ])('makes of %s columns a width of %i', (columns, width) => {
    expect(terminalOf({ isTTY: true, ...(columns === undefined ? {} : { columns }) }, {}, flags).width).toBe(width)
  })

  it('is no terminal when it is a pipe', () => {
    expect(terminalOf({}, {}, flags)).toEqual({ isTTY: false, width: 80, colour: false })
  })

  it.each([
    [{}, tty, true],
    [{}, {}, false],
    [{ NO_COLOR: '1' }, tty, false],
    [{ NO_COLOR: '' }, tty, true],
    [{ TERM: 'dumb' }, tty, false],
    [{ FORCE_COLOR: '1' }, {}, true],
    [{ FORCE_COLOR: '1', NO_COLOR: '1' }, {}, true],
    [{ FORCE_COLOR: '0' }, tty, false],
  ])('with %j on %j colours: %s', (env, stdout, colour) => {
    expect(terminalOf(stdout, env, flags).colour).toBe(colour)
  })

  it('obeys --no-color before all else', () => {
    expect(terminalOf(tty, { FORCE_COLOR: '1' }, { noColor: true }).colour).toBe(false)
  })
})
