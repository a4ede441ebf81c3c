#!/usr/bin/env node
// CommonJS, as bin/package.json says: Node's loader of ES modules would take 5 ms of a start (Node 20.20).
const { join } = require('node:path')
const { main } = require('../dist/main.cjs')

const root = join(__dirname, '..', '/')
let ended = false
// With nothing left to wait for, Node ends a program whatever it awaits: that is no success.
process.once('exit', () => {
  if (!ended) process.exitCode ||= 13
})
main(process.argv.slice(2), {
  root,
  commands: `${root}dist/commands`,
  extension: '.cjs',
  load: async (file) => require(file),
}).finally(() => {
  ended = true
})
