/** The entry of the single executable: what `bin/run.js` is to the installed program. */
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { main as Main } from '../main.js'
import { root, serveFiles } from './own-files.js'
import { serveModules } from './own-modules.js'

serveFiles()
serveModules()
const load = createRequire(join(root, 'standalone', 'start.cjs'))
const { main } = load('../dist/main.cjs') as { main: typeof Main }
let ended = false
// As in bin/run.js: to end with something still awaited is no success.
process.once('exit', () => {
  if (!ended) process.exitCode ||= 13
})
main(process.argv.slice(2), {
  root,
  commands: join(root, 'dist', 'commands'),
  extension: '.cjs',
  load: async (file) => load(file),
}).finally(() => {
  ended = true
})
