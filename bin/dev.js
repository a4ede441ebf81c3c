#!/usr/bin/env node
// The same program from source, without a build.
import { fileURLToPath, pathToFileURL } from 'node:url'
import { register } from 'tsx/esm/api'

register()
const { main } = await import('../src/cli/main.ts')
const root = fileURLToPath(new URL('..', import.meta.url))
await main(process.argv.slice(2), {
  root,
  commands: `${root}commands`,
  extension: '.ts',
  load: async (file) => (await import(pathToFileURL(file).href)).default,
})
