import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'
import { leanModules } from '../generate/lean-modules.js'

/** Bundles `client-loop.ts` as the program is bundled, into a file. */
export async function bundleClientLoop(file: string): Promise<void> {
  const bundle = await rolldown({
    input: fileURLToPath(new URL('client-loop.ts', import.meta.url)),
    platform: 'node',
    external: ['keytar', 'typescript'],
    plugins: [leanModules],
    checks: { eval: false, ineffectiveDynamicImport: false },
  })
  await bundle.write({ file, format: 'esm', codeSplitting: false })
}
