/** How a terminal's cells become a picture. That the pictures are true is checked by `npm run pictures -- --check`. */

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { scenes } from '../../pictures/scenes.js'
import { screenOf } from '../../pictures/screen.js'
import { said, settled } from '../../pictures/settled.js'
import { svgOf, themes } from '../../pictures/svg.js'

const root = join(import.meta.dirname, '..', '..')
const folder = join(root, 'docs', 'pictures')

async function draw(written: string, theme: keyof typeof themes = 'light') {
  return svgOf(await screenOf(written, 40), { title: 'A & B', columns: 40, theme: themes[theme] })
}

describe('a picture', () => {
  it('shows what is left on the screen, not what was written', async () => {
    const svg = await draw('working\r\u001b[Kdone <1>\r\n')
    expect(svg).not.toContain('working')
    expect(svg).toContain('done &lt;1&gt;')
    expect(svg).toContain('<title>A &amp; B</title>')
  })

  it('keeps weight and colour', async () => {
    const svg = await draw('\u001b[31mError:\u001b[39m \u001b[1mno\u001b[22m \u001b[2mway\u001b[22m')
    expect(svg).toMatch(/<text [^>]*fill="#cf222e">Error:</)
    expect(svg).toMatch(/<text [^>]*font-weight="bold">no</)
    expect(svg).toMatch(/<text [^>]*opacity="0.65">way</)
    expect(await draw('\u001b[31mError:', 'dark')).toContain('fill="#ff7b72"')
  })

  it('puts each column where it stands, behind wide characters, too', async () => {
    const places = (svg: string) =>
      [...svg.matchAll(/<text x="([\d.]+)"[^>]*>([^<]+)/g)].map(([, x, text]) => [text, x])
    expect(places(await draw('ab    cd'))).toEqual([
      ['ab', '16'],
      ['cd', '66.4'],
    ])
    expect(places(await draw('漢    cd'))).toEqual([
      ['漢', '16'],
      ['cd', '66.4'],
    ])
  })

  it('replaces what differs from run to run by something of the same width', () => {
    const line = 'http://127.0.0.1:37927  2025-12-31 23:59  ana'
    expect(settled(line)).toBe('http://127.0.0.1:44101  2026-03-02 09:30  ana')
  })

  it('is the same when only its bar is another', async () => {
    const [one, other] = [await draw('a\r\n██░░ 5 of 9 · 3/s'), await draw('a\r\n███░ 6 of 9 · 12/s')]
    expect(said(one)).toBe(said(other))
    expect(said(await draw('a\r\n██░░'))).not.toBe(said(await draw('b\r\n██░░')))
  })
})

describe('the pictures of the project', () => {
  const files = scenes.flatMap(({ name }) => Object.keys(themes).map((theme) => `${name}-${theme}.svg`))

  it('are those of the scenes, and the README shows each in both themes', () => {
    expect(readdirSync(folder).sort()).toEqual([...files].sort())
    const readme = readFileSync(join(root, 'README.md'), 'utf8')
    expect(files.filter((file) => !readme.includes(`docs/pictures/${file}`))).toEqual([])
  })

  it.each(files)('%s fetches nothing and names no place of the machine it was made on', (file) => {
    const svg = readFileSync(join(folder, file), 'utf8')
    expect(svg).not.toMatch(/<(image|script|style|use|foreignObject)|href=|url\(|@import/)
    expect(svg).not.toMatch(/\/tmp\/|\/home\/|\/root\//)
  })
})
