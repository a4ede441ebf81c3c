/** Small programs over the sources, bundled as the product is, and what their parts load. */
import { type OutputChunk, rolldown } from 'rolldown'

/** Bundles a program; each shared part is a chunk of its own. Written to `folder` where one is given. */
export async function bundle(entry: string, folder?: string): Promise<readonly OutputChunk[]> {
  const built = await rolldown({
    input: entry,
    platform: 'node',
    external: ['keytar', 'typescript'],
    checks: { ineffectiveDynamicImport: false },
  })
  const options = { format: 'esm', entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' } as const
  const { output } = folder ? await built.write({ ...options, dir: folder }) : await built.generate(options)
  await built.close()
  return output.filter((part) => part.type === 'chunk')
}

/** The modules that the entry loads at once, before any `await import()`. */
export function loadedAtOnce(chunks: readonly OutputChunk[]): string[] {
  const named = new Map(chunks.map((chunk) => [chunk.fileName, chunk]))
  const names = new Set(chunks.filter((chunk) => chunk.isEntry).map((chunk) => chunk.fileName))
  for (const name of names) for (const next of named.get(name)?.imports ?? []) names.add(next)
  return [...names].flatMap((name) => named.get(name)?.moduleIds ?? [])
}
