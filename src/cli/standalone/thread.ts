/** The beginning of a thread in the single executable: its file is the last word of its arguments. */
import { createRequire } from 'node:module'
import { serveFiles } from './own-files.js'
import { serveModules } from './own-modules.js'

serveFiles()
serveModules()
const file = process.argv.at(-1) ?? ''
createRequire(file)(file)
