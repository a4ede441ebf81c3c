import { describe, expect, it } from 'vitest'
import {
  ExitCode,
  InterruptedError,
  NetworkError,
  NotAllowedError,
  NotFoundError,
  PartialError,
  RateLimitError,
  RefusedError,
  UsageError,
} from '../../../src/base/errors.js'
import type { Format } from '../../../src/call/output/format.js'
import { notice } from '../../../src/call/output/notice.js'
import { reportError } from '../../../src/call/output/report-error.js'
import { ClosedPipe } from '../../../src/call/output/streams.js'
import { captured } from './capture.js'

const refused = new RefusedError('The request body is invalid.', {
  code: 'guard.invalid_input',
  status: 400,
  details: 'Error in key path "name": required.\nError in key path "password": short.',
  requestId: 'req-1',
  hint: 'see: logto schema users create',
})

async function reported(error: unknown, format: Format = 'table', debug = false, errIsTTY = false) {
  const streams = captured(errIsTTY)
  const exitCode = await reportError(error, { format, debug }, streams)
  expect(streams.stdout).toBe('')
  return { exitCode, stderr: streams.stderr }
}

describe('reportError for people', () => {
  it('says what was wrong, the details, what to do, and the request', async () => {
    expect((await reported(refused)).stderr).toBe(
      [
        'Error: The request body is invalid.',
        '  Error in key path "name": required.',
        '  Error in key path "password": short.',
        'see: logto schema users create',
        'request id: req-1',
        '',
      ].join('\n'),
    )
  })

  it('leaves out what there is not, and shows details of any kind, secrets masked', async () => {
    expect((await reported(new UsageError('no', { code: 'usage.x' }))).stderr).toBe('Error: no\n')
    const details = { expected: ['a'], password: 'p4ss' }
    const { stderr } = await reported(new RefusedError('no', { code: 'x', details }))
    expect(stderr).toBe('Error: no\n  {\n    "expected": [\n      "a"\n    ],\n    "password": "••••"\n  }\n')
  })

  it("shows an error's own code in the details, and hides a code that is a secret", async () => {
    const details = { code: 'ERR_JWT_CLAIM_VALIDATION_FAILED', claim: 'aud', sent: { code: '123456' } }
    const refusal = new RefusedError('no', { code: 'x', details })
    expect((await reported(refusal)).stderr).toMatch(/"code": "ERR_JWT_CLAIM_VALIDATION_FAILED"[\s\S]*"code": "••••"/)
    expect(JSON.parse((await reported(refusal, 'json')).stderr).error.details).toEqual({
      ...details,
      sent: { code: '••••' },
    })
  })

  it('points to the doctor where there are many causes, also behind a partial failure', async () => {
    const dns = new NetworkError('cannot find host x', { code: 'network.dns', hint: 'check the spelling' })
    const lines = 'Error: cannot find host x\ncheck the spelling; see also `logto doctor`\n'
    expect((await reported(dns)).stderr).toBe(lines)
    const partial = new PartialError('stopped after 3 rows', { code: 'partial.pages', cause: dns })
    expect((await reported(partial)).stderr).toContain('check the spelling; see also `logto doctor`\n')
    const server = new NetworkError('it is in trouble', { code: 'http.500', hint: 'try again' })
    expect((await reported(server)).stderr).toBe('Error: it is in trouble\ntry again\n')
  })

  it("keeps a server's text from driving the terminal", async () => {
    const { stderr } = await reported(
      new RefusedError('a\u001b[2J\nb', { code: 'x', details: '\u0007', requestId: '\r' }),
    )
    expect(stderr).toBe('Error: a\\u{1b}[2J⏎b\n  \\u{7}\nrequest id: \\u{d}\n')
  })
})

describe('reportError for programs', () => {
  it.each(['json', 'jsonl', 'yaml', 'csv'] as const)('is one line of JSON in %s', async (format) => {
    const { stderr } = await reported(refused, format)
    expect(stderr.trimEnd()).not.toContain('\n')
    expect(JSON.parse(stderr)).toEqual({
      error: {
        code: 'guard.invalid_input',
        message: 'The request body is invalid.',
        status: 400,
        details: 'Error in key path "name": required.\nError in key path "password": short.',
        requestId: 'req-1',
        hint: 'see: logto schema users create',
      },
    })
  })

  it('leaves out what there is not', async () => {
    const { stderr } = await reported(new UsageError('no', { code: 'usage.x' }), 'json')
    expect(stderr).toBe('{"error":{"code":"usage.x","message":"no"}}\n')
  })

  it('puts the error last', async () => {
    const { stderr } = await reported(refused, 'json', true)
    const lines = stderr.trimEnd().split('\n')
    expect(JSON.parse(lines.at(-1) ?? '')).toHaveProperty('error.code', 'guard.invalid_input')
    expect(lines[0]).toContain('RefusedError')
  })
})

describe('exit codes', () => {
  const facts = { code: 'x' }
  it.each([
    [new UsageError('m', facts), 2],
    [new NotAllowedError('m', facts), 3],
    [new NotFoundError('m', facts), 4],
    [new RefusedError('m', facts), 5],
    [new RateLimitError('m', facts), 6],
    [new NetworkError('m', facts), 7],
    [new PartialError('m', facts), 8],
    [new InterruptedError('m', facts), 130],
    [new Error('m'), 1],
    ['thrown text', 1],
    [undefined, 1],
    [new ClosedPipe(), 0],
  ])('%s ends with %i', async (error, exitCode) => {
    expect((await reported(error)).exitCode).toBe(exitCode)
  })
})

describe('what is not an ordinary failure', () => {
  it('a closed pipe says nothing, not even where it cut work short', async () => {
    const partial = new PartialError('cut', { code: 'x', cause: new ClosedPipe() })
    expect(await reported(new ClosedPipe())).toEqual({ exitCode: ExitCode.done, stderr: '' })
    expect(await reported(partial)).toEqual({ exitCode: ExitCode.done, stderr: '' })
  })

  it('an interruption only ends the line of a terminal', async () => {
    const interrupted = new InterruptedError('interrupted', { code: 'interrupted' })
    expect((await reported(interrupted)).stderr).toBe('')
    expect((await reported(interrupted, 'table', false, true)).stderr).toBe('\n')
    expect((await reported(interrupted, 'json', false, true)).stderr).toBe('')
  })

  it('a fault asks to be reported', async () => {
    expect((await reported(new TypeError('x is not a function'))).stderr).toBe(
      'Error: internal error: x is not a function\n' +
        'this is a fault of the program: please report it, with what --debug prints\n',
    )
    expect(JSON.parse((await reported(null, 'json')).stderr)).toHaveProperty('error.message', 'internal error: null')
  })

  it('a partial failure tells what stopped it', async () => {
    const partial = new PartialError('stopped after 200 rows', { code: 'partial.rows', cause: refused })
    const { stderr } = await reported(partial, 'json')
    expect(JSON.parse(stderr).error).toMatchObject({
      code: 'partial.rows',
      message: 'stopped after 200 rows: The request body is invalid.',
      status: 400,
      requestId: 'req-1',
      hint: 'see: logto schema users create',
    })
    const told = new PartialError('1 of 2 failed: The request body is invalid.', { code: 'x', cause: refused })
    expect((await reported(told)).stderr).toContain('Error: 1 of 2 failed: The request body is invalid.\n')
  })

  it('debug shows the stack of the error and of its causes', async () => {
    const error = new NetworkError('outer', { code: 'x', cause: new Error('inner') })
    const { stderr } = await reported(error, 'table', true)
    expect(stderr).toMatch(/NetworkError: outer\n +at [\s\S]*caused by: Error: inner\n +at [\s\S]*\nError: outer\n$/)
  })
})

it('a notice is a line for people and an object for programs', async () => {
  const streams = captured()
  await notice('careful\u001b', 'table', streams)
  await notice('careful', 'yaml', streams)
  expect(streams.stderr).toBe('careful\\u{1b}\n{"notice":"careful"}\n')
})
