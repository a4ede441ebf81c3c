import { build } from 'esbuild'
import { describe, expect, it } from 'vitest'

/** The source files that importing this module loads at once, before any `await import()`. */
async function loadedBy(module: string): Promise<string[]> {
  const { metafile } = await build({
    entryPoints: [module],
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    outdir: 'dist',
    write: false,
    metafile: true,
  })
  const outputs = metafile.outputs
  const start = Object.keys(outputs).find((name) => outputs[name]?.entryPoint === module)
  const seen = new Set<string>()
  const queue = start === undefined ? [] : [start]
  for (const name of queue) {
    seen.add(name)
    const next = outputs[name]?.imports.filter(({ kind, external }) => kind === 'import-statement' && !external) ?? []
    queue.push(...next.map(({ path }) => path).filter((path) => !seen.has(path)))
  }
  return [...seen].flatMap((name) => Object.keys(outputs[name]?.inputs ?? {}))
}

describe('printing json', () => {
  it.each([
    'print',
    'row-printer',
    'report-error',
    'streams',
    'notice',
    'columns',
  ])('by %s loads no library', async (name) => {
    const files = await loadedBy(`src/output/${name}.ts`)
    expect(files).toContain(`src/output/${name}.ts`)
    expect(files.filter((file) => file.includes('node_modules'))).toEqual([])
  })

  it('would be caught loading one', async () => {
    const files = await loadedBy('src/output/table.ts')
    expect(files.some((file) => file.includes('node_modules/string-width'))).toBe(true)
  })
})
