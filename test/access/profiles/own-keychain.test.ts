/** The keychain that macOS and Windows bring: the user's own, in which this leaves nothing. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bundleProgram, start } from './programs.js'

const isThere = process.platform === 'darwin' || process.platform === 'win32'

describe.skipIf(!isThere)(`the system's own keychain${isThere ? '' : ' (skipped: only on macOS and Windows)'}`, () => {
  let program: Awaited<ReturnType<typeof bundleProgram>>
  beforeAll(async () => {
    program = await bundleProgram('use-keychain')
  })
  afterAll(() => program.remove())

  const id = `test-${process.pid}`
  const use = (...words: string[]) => start(program.file, words, process.env).ended
  // Longer than what Windows keeps of one in a single part, and with letters of several bytes.
  const long = 'ö'.repeat(600)

  it('keeps, replaces and forgets secrets', async () => {
    try {
      const first = await use(`get:${id}:client-secret`, `set:${id}:client-secret:one`)
      expect(first).toMatchObject({ said: [null, 'set'], code: 0, stderr: '' })
      expect((await use(`get:${id}:client-secret`)).said).toEqual(['one'])
      const replaced = await use(`set:${id}:client-secret:${long}`, `get:${id}:client-secret`)
      expect(replaced.said).toEqual(['set', long])
      expect((await use(`delete:${id}:client-secret`, `get:${id}:client-secret`)).said).toEqual(['deleted', null])
    } finally {
      await use(`deleteAll:${id}`)
    }
  })
})
