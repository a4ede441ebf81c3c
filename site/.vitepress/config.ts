import { existsSync, readFileSync } from 'node:fs'
import { defineConfig } from 'vitepress'

/** Where `site/build.ts` has put the pages and the list of them. */
const pages = new URL('../../.build/site/', import.meta.url)
const menu = new URL('menu.json', pages)

/** Where the site will stand: `/`, or what SITE_BASE says, such as `/logto-admin-cli/`. */
const base = process.env.SITE_BASE ?? '/'

/** A picture comes in two colours; the theme shows the one that fits. */
function pictured(source: string, alt: string): string {
  const image = (theme: string) =>
    `<img class="only-${theme}" src="${base}pictures/${source}-${theme}.svg" alt="${alt}" loading="lazy">`
  return `<span class="picture">${image('light')}${image('dark')}</span>`
}

export default defineConfig({
  title: 'logto',
  description: 'A command line for administrators of the Logto identity platform',
  lang: 'en',
  base,
  srcDir: '../.build/site',
  outDir: '../dist-site',
  cacheDir: '../.build/site-cache',
  head: [['link', { rel: 'icon', href: 'data:,' }]],
  // A link that leads nowhere ends the build.
  ignoreDeadLinks: false,
  markdown: {
    // What stands in angle brackets is text here, never an element.
    html: false,
    config(md) {
      const { text, image } = md.renderer.rules
      const braces = (shown: string) => shown.replaceAll('{{', '&#123;&#123;')
      md.renderer.rules.text = (...given) => braces(text?.(...given) ?? '')
      md.renderer.rules.image = (tokens, at, ...rest) => {
        const source = tokens[at]?.attrGet('src') ?? ''
        const [, name] = /pictures\/(.*)-light\.svg$/.exec(source) ?? []
        if (name !== undefined) return pictured(name, md.utils.escapeHtml(tokens[at]?.content ?? ''))
        return image?.(tokens, at, ...rest) ?? ''
      }
    },
  },
  themeConfig: {
    nav: [
      { text: 'Start', link: '/guide/start' },
      { text: 'Commands', link: '/commands/' },
      { text: 'Exit codes', link: '/help/exit-codes' },
    ],
    sidebar: existsSync(menu) ? JSON.parse(readFileSync(menu, 'utf8')) : [],
    outline: { level: [2, 3] },
    search: {
      provider: 'local',
      options: { miniSearch: { searchOptions: { combineWith: 'AND', fuzzy: 0.1, prefix: true } } },
    },
  },
})
