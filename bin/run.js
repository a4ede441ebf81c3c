#!/usr/bin/env node
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

const require = createRequire(import.meta.url)
const { main } = require('../dist/main.cjs')
const root = fileURLToPath(new URL('..', import.meta.url))
await main(process.argv.slice(2), {
  root,
  commands: `${root}dist/commands`,
  extension: '.cjs',
  load: async (file) => require(file),
})
