/** The manual is built whole, and works in a browser: every page, every link, the search, a phone. */

import { execFile } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, relative } from 'node:path'
import { promisify } from 'node:util'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { need } from '../programs.js'

const root = join(import.meta.dirname, '..', '..')
const site = join(root, 'dist-site')
const chromiumNeed = need('chromium')

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

/** Serves the folder and nothing else; what is not there is 404. */
function serve(): Promise<Server> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    const file = join(site, pathname.endsWith('/') ? `${pathname}index.html` : decodeURIComponent(pathname))
    if (!existsSync(file)) return void response.writeHead(404).end()
    response.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream' })
    response.end(readFileSync(file))
  })
  return new Promise((done) => server.listen(0, '127.0.0.1', () => done(server)))
}

const pages = () =>
  readdirSync(site, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.html'))
    .map((entry) => `/${relative(site, join(entry.parentPath, entry.name))}`)

beforeAll(async () => {
  await promisify(execFile)(process.execPath, ['--import', 'tsx', join(root, 'site', 'build.ts')], { cwd: root })
}, 400_000)

describe('the manual', () => {
  it('has every command, its inputs, examples and errors', () => {
    const { commands } = JSON.parse(readFileSync(join(root, 'oclif.manifest.json'), 'utf8')) as {
      commands: Record<string, { hidden?: boolean }>
    }
    const all = readdirSync(join(site, 'commands')).map((name) => readFileSync(join(site, 'commands', name), 'utf8'))
    const text = all.join('\n')
    const visible = Object.entries(commands).filter(([, { hidden }]) => !hidden)
    expect(visible.length).toBeGreaterThan(380)
    const missing = visible.filter(([id]) => !text.includes(`id="logto-${id.replaceAll(':', '-')}"`))
    expect(missing.map(([id]) => id)).toEqual([])
    const account = readFileSync(join(site, 'commands', 'account.html'), 'utf8')
    for (const part of ['Inputs', 'Examples', 'Errors']) expect(account).toContain(`<strong>${part}</strong>`)
    expect(account.split('href="/help/exit-codes.html"').length - 1).toBeGreaterThanOrEqual(31)
  })

  it('has no link that leads nowhere, and no place on a page that is not there', () => {
    const texts = new Map(pages().map((path) => [path, readFileSync(join(site, path), 'utf8')]))
    expect(texts.size).toBeGreaterThan(100)
    const places = new Map([...texts].map(([path, text]) => [path, new Set(idsOf(text))]))
    const lost = [...texts].flatMap(([path, text]) =>
      [...text.matchAll(/<a [^>]*?href="([^"]+)"/g)]
        .map(([, href = '']) => new URL(href.replaceAll('&amp;', '&'), `http://site${path}`))
        .filter(({ host }) => host === 'site')
        .filter(({ pathname, hash }) => {
          const file = pathname.endsWith('/') ? `${pathname}index.html` : pathname
          if (!existsSync(join(site, file))) return true
          const place = decodeURIComponent(hash.slice(1))
          return place !== '' && places.get(file)?.has(place) === false
        })
        .map((to) => `${path} → ${to.pathname}${to.hash}`),
    )
    expect([...new Set(lost)]).toEqual([])
  })
})

describe.skipIf(chromiumNeed.lacking)(`the manual in a browser${chromiumNeed.note}`, () => {
  let server: Server
  let browser: Browser
  let origin: string
  beforeAll(async () => {
    server = await serve()
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    browser = await chromium.launch({ executablePath: program(), args: ['--no-sandbox'] })
  })
  afterAll(async () => {
    await browser?.close()
    server?.close()
  })

  /** A page that writes down what goes wrong, and what it asks of other hosts. */
  async function open(viewport: { width: number; height: number }, colorScheme: 'light' | 'dark' = 'light') {
    const context = await browser.newContext({ viewport, colorScheme })
    const page = await context.newPage()
    const troubles: string[] = []
    page.on('console', (message) => {
      if (message.type() === 'error') troubles.push(message.text())
    })
    page.on('pageerror', ({ message }) => troubles.push(message))
    page.on('request', (request) => {
      const { protocol, origin: from } = new URL(request.url())
      if (protocol !== 'data:' && from !== origin) troubles.push(`asked ${request.url()}`)
    })
    page.on('response', (response) => {
      if (response.status() >= 400) troubles.push(`${response.status()} ${response.url()}`)
    })
    return { page, troubles }
  }

  it('loads every page on a phone, without an error, a foreign request, or a page wider than the screen', async () => {
    const { page, troubles } = await open({ width: 390, height: 844 })
    const wide: string[] = []
    for (const path of pages()) {
      await page.goto(origin + path, { waitUntil: 'load' })
      await page.locator('.VPContent').waitFor()
      if (await isTooWide(page)) wide.push(path)
    }
    expect({ troubles, wide }).toEqual({ troubles: [], wide: [] })
  }, 300_000)

  it('finds "magic link", and leads to what it found', async () => {
    const { page, troubles } = await open({ width: 1280, height: 900 })
    await page.goto(origin)
    await page.locator('#local-search button').click()
    await page.locator('#localsearch-input').fill('magic link')
    const found = page.locator('.VPLocalSearchBox .result')
    await found.first().waitFor()
    expect((await found.allTextContents()).join('\n')).toContain('one-time-tokens')
    await found.first().click()
    await page.waitForURL((url) => url.pathname.length > 1)
    // The address changes before the page is there.
    await page.locator('.vp-doc', { hasText: /magic link/i }).waitFor()
    expect(troubles).toEqual([])
  })

  it.each([
    ['light', 'rgb(255, 255, 255)'],
    ['dark', 'rgb(27, 27, 31)'],
  ] as const)('follows the choice of the system: %s, pictures too', async (scheme, colour) => {
    const { page } = await open({ width: 1280, height: 900 }, scheme)
    await page.goto(`${origin}/guide/start.html`)
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe(colour)
    const shown = page.locator('.picture img:visible')
    const sources = await shown.evaluateAll((images) => images.map((image) => image.getAttribute('src')))
    expect(sources).toHaveLength(4)
    expect(sources.filter((source) => !source?.endsWith(`-${scheme}.svg`))).toEqual([])
  })
})

function idsOf(text: string): string[] {
  return [...text.matchAll(/\sid="([^"]+)"/g)].map(([, id = '']) => id)
}

/** Where the page can be pushed sideways. */
async function isTooWide(page: Page): Promise<boolean> {
  return (await page.evaluate('document.documentElement.scrollWidth > window.innerWidth')) === true
}

/** Debian's Chromium on the path: the library brings none. */
function program(): string {
  const folder = (process.env.PATH ?? '').split(':').find((each) => existsSync(join(each, 'chromium')))
  return join(folder ?? '/usr/bin', 'chromium')
}
