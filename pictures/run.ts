/**
 * `npm run pictures`: what the program looks like, from real runs on the sandbox in a real pseudo-terminal, as
 * docs/pictures/NAME-light.svg and -dark.svg. A picture whose words are still true is left alone. With `--check`
 * nothing is written, and one that is no longer true fails.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { terminalNeed } from '../test/cli/terminal.js'
import { scenes } from './scenes.js'
import { said } from './settled.js'
import { svgOf, themes } from './svg.js'
import { columns, take } from './take.js'

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } })
if (terminalNeed.lacking) throw new Error(`pictures need a terminal${terminalNeed.note}`)

const folder = new URL('../docs/pictures/', import.meta.url)
mkdirSync(folder, { recursive: true })
for (const scene of scenes) {
  const lines = await take(scene)
  for (const [name, theme] of Object.entries(themes)) {
    const file = `${scene.name}-${name}.svg`
    const path = new URL(file, folder)
    const before = existsSync(path) ? readFileSync(path, 'utf8') : ''
    const now = svgOf(lines, { title: scene.title, columns, theme })
    if (said(before) === said(now)) continue
    if (values.check) process.exitCode = 1
    else writeFileSync(path, now)
    process.stdout.write(`${file} ${values.check ? 'is no longer what the program shows: npm run pictures' : 'made'}\n`)
  }
}
