import { execFileSync } from 'node:child_process'
import { realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'

const npmBeside = 'node_modules/npm/bin/npm-cli.js'

/** npm's own script, so that it can be run by any Node: of the npm that runs this, or of the Node that does. */
export const npmScript =
  process.env.npm_execpath?.endsWith('npm-cli.js') === true
    ? process.env.npm_execpath
    : realpathSync(join(dirname(process.execPath), process.platform === 'win32' ? npmBeside : `../lib/${npmBeside}`))

/** Runs npm and gives what it printed. Throws with what it said when it fails. */
export function npm(words: readonly string[], options: { cwd: string; node?: string }): string {
  const { node = process.execPath, cwd } = options
  // A Node of its own comes first on the path: install scripts look for it there.
  const path = `${dirname(node)}${process.platform === 'win32' ? ';' : ':'}${process.env.PATH}`
  return execFileSync(node, [npmScript, ...words, '--no-audit', '--no-fund'], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, PATH: path },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}
