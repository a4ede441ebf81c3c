#!/usr/bin/env node
// The same program from source, without a build.
const { join } = require('node:path')
const { pathToFileURL } = require('node:url')

run()

async function run() {
  const { register } = await import('tsx/esm/api')
  register()
  const { main } = await import('../src/cli/main.ts')
  const root = join(__dirname, '..', '/')
  await main(process.argv.slice(2), {
    root,
    commands: `${root}commands`,
    extension: '.ts',
    load: async (file) => (await import(pathToFileURL(file).href)).default,
  })
}
