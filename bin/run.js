#!/usr/bin/env node
import { fileURLToPath } from 'node:url'
import { main } from '../dist/main.js'

const root = fileURLToPath(new URL('..', import.meta.url))
await main(process.argv.slice(2), { root, commands: `${root}dist/commands`, extension: '.js' })
