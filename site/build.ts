/** `npm run site`: the documentation as a static site in dist-site/, with a search that works without a server. */
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Config } from '@oclif/core'
import { build } from 'vitepress'
import { commandChapters } from './command-pages.js'
import { guideChapters } from './guide-pages.js'
import { home } from './home.js'

const root = fileURLToPath(new URL('..', import.meta.url))
const folder = join(root, '.build', 'site')
const write = (path: string, text: string) => {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), text)
}

const chapters = [...(await guideChapters(root)), ...(await commandChapters(await Config.load({ root })))]
rmSync(folder, { recursive: true, force: true })
write('index.md', home)
for (const { path, text } of chapters.flatMap(({ pages }) => pages)) write(`${path}.md`, text)
const menu = chapters.map(({ title, pages }) => ({
  text: title,
  collapsed: !['Guide', 'Jobs', 'Commands'].includes(title),
  items: pages.map((page) => ({ text: page.title, link: `/${page.path.replace(/index$/, '')}` })),
}))
write('menu.json', JSON.stringify(menu))
cpSync(join(root, 'docs', 'pictures'), join(folder, 'public', 'pictures'), { recursive: true })
await build(join(root, 'site'))
