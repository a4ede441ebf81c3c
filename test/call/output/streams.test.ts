import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { PassThrough, type Readable, Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { OutputError } from '../../../src/base/errors.js'
import { ClosedPipe, processStreams } from '../../../src/call/output/streams.js'

const program = fileURLToPath(new URL('programs/write-rows.ts', import.meta.url))

/**
 * Runs a line of shell in which `rows n` is a real process that prints n rows of JSON; `status` is how that ended, also
 * at the beginning of a pipe.
 */
async function shell(line: string): Promise<{ status: number; stdout: string; stderr: string }> {
  const child = spawn('sh', ['-c', `rows() { $ROWS "$@"; echo "$?" >&3; }; ${line}`], {
    env: { ...process.env, ROWS: `${process.execPath} --import tsx ${program}` },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  })
  const [, stdout, stderr, status] = await Promise.all(child.stdio.map((stream) => stream && text(stream as Readable)))
  return { status: Number(status), stdout: String(stdout), stderr: String(stderr) }
}

describe.skipIf(process.platform === 'win32')('a real process', () => {
  it('ends quietly with 0 when its reader goes, however much is left to print', async () => {
    const { status, stdout, stderr } = await shell('rows 100000000 | head -1')
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(JSON.parse(stdout)).toMatchObject({ id: 0 })
  }, 20_000)

  it('ends quietly when nobody ever read', async () => {
    expect(await shell('rows 100000000 | true')).toEqual({ status: 0, stdout: '', stderr: '' })
  }, 20_000)

  it('loses no byte at exit, to a slow reader either', async () => {
    const { status, stdout } = await shell('rows 20000 | (sleep 1; wc -l)')
    expect({ status, lines: stdout.trim() }).toEqual({ status: 0, lines: '20000' })
  }, 20_000)

  it.skipIf(!existsSync('/dev/full'))(
    'says so when the device is full',
    async () => {
      const { status, stderr } = await shell('rows 100 > /dev/full')
      expect(status).toBe(10)
      expect(stderr).toBe('Error: cannot write to standard output: no space left on device (ENOSPC)\n')
    },
    20_000,
  )
})

describe('processStreams', () => {
  it('gives the reason again to whoever goes on writing', async () => {
    const full = new Writable({
      write(_chunk, _encoding, callback) {
        callback(Object.assign(new Error('write EIO'), { code: 'EIO', errno: -5 }))
      },
    })
    const streams = processStreams(full, new PassThrough())
    await expect(streams.out('a')).rejects.toThrow(/i\/o error \(EIO\)/)
    await expect(streams.out('b')).rejects.toThrow(/i\/o error \(EIO\)/)
    await expect(processStreams(full, new PassThrough()).out('c')).rejects.toBeInstanceOf(OutputError)
  })

  it("takes a stream's errors into its own hands: another who listens may throw", async () => {
    const full = new Writable({ write: (_chunk, _encoding, callback) => callback(new Error('full')) })
    full.on('error', (error) => {
      throw error
    })
    await expect(processStreams(full, new PassThrough()).out('a')).rejects.toBeInstanceOf(OutputError)
  })

  it('waits for a slow reader', async () => {
    const slow = new PassThrough({ highWaterMark: 4 })
    const streams = processStreams(slow, new PassThrough())
    let done = false
    const written = streams.out('a long text').then(() => streams.out('and another'))
    written.then(() => {
      done = true
    })
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(done).toBe(false)
    slow.resume()
    await written
  })

  it('stays closed once it is closed', async () => {
    const gone = new Writable({
      write(_chunk, _encoding, callback) {
        callback(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }))
      },
    })
    const streams = processStreams(gone, gone)
    await expect(streams.out('a')).rejects.toBeInstanceOf(ClosedPipe)
    await expect(streams.out('b')).rejects.toBeInstanceOf(ClosedPipe)
    await expect(streams.err('stderr may go unheard')).resolves.toBeUndefined()
  })
})
