import { describe, expect, it } from 'vitest'
import { bundle, loadedAtOnce } from '../../bundle.js'

const loadedBy = async (module: string) => loadedAtOnce(await bundle(module))

describe('printing json', () => {
  it.each([
    'print',
    'row-printer',
    'report-error',
    'streams',
    'notice',
    'columns',
  ])('by %s loads no library', async (name) => {
    const files = await loadedBy(`src/call/output/${name}.ts`)
    expect(files.some((file) => file.endsWith(`/src/call/output/${name}.ts`))).toBe(true)
    expect(files.filter((file) => file.includes('node_modules'))).toEqual([])
  })

  it('would be caught loading one', async () => {
    const files = await loadedBy('src/call/output/table.ts')
    expect(files.some((file) => file.includes('node_modules/string-width'))).toBe(true)
  })
})
