import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, posix } from 'node:path'
import { helpTopics } from '../src/jobs/describe/help-topics.js'
import type { Chapter, Page } from './command-pages.js'

/** A page that stands in the repository as Markdown: where, and where on the site. */
interface Source {
  file: string
  path: string
}

const jobs = ['users', 'batch', 'tenant', 'lua', 'mcp', 'refresh', 'sandbox', 'performance']

/** The guide, the jobs, the pages of the help, ready-made scripts and decisions; links lead to pages of the site. */
export async function guideChapters(root: string): Promise<Chapter[]> {
  const list = (folder: string, ending: string) =>
    readdirSync(join(root, folder))
      .filter((name) => name.endsWith(ending))
      .sort()
  const sources = {
    guide: [
      { file: 'README.md', path: 'guide/start' },
      { file: 'docs/install.md', path: 'guide/install' },
    ],
    jobs: jobs.map((name) => ({ file: `docs/${name}.md`, path: `jobs/${name}` })),
    about: [
      { file: 'CHANGELOG.md', path: 'about/changelog' },
      { file: 'docs/stability.md', path: 'about/stability' },
      { file: 'SECURITY.md', path: 'about/security' },
      { file: 'CONTRIBUTING.md', path: 'about/contributing' },
      ...list('docs/design', '.md').map((name) => ({
        file: `docs/design/${name}`,
        path: `design/${name.slice(0, -3)}`,
      })),
    ],
  }
  const known = new Set(
    Object.values(sources)
      .flat()
      .map(({ file }) => file),
  )
  const missing = list('docs', '.md').filter((name) => !known.has(`docs/${name}`))
  if (missing.length > 0) throw new Error(`pages of docs/ that the site does not have: ${missing.join(', ')}`)
  const lua = list('examples/lua', '.lua').map((name) => `examples/lua/${name}`)
  const others = ['LICENSE', 'docs/lua-result.schema.json']
  const files = [...lua, ...others]
  const scripts = lua.map((file) => filePage(root, file))
  const tenant = readdirSync(join(root, 'examples/tenant'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => posix.join(entry.parentPath.slice(root.length), entry.name).replace(/^\//, ''))
    .sort()
  const examples: Page[] = [
    listPage('examples/lua/index', 'Scripts in Lua', scripts),
    ...scripts,
    {
      path: 'examples/tenant/index',
      title: 'A tenant as code',
      text: `# A tenant as code\n\n${tenant.map((file) => `## ${file.slice('examples/tenant/'.length)}\n\n${fenced(root, file)}`).join('\n\n')}\n`,
    },
    ...others.map((file) => filePage(root, file)),
  ]
  const map = new Map<string, string>([
    ...Object.values(sources)
      .flat()
      .map(({ file, path }): [string, string] => [file, path]),
    ...files.map((file): [string, string] => [file, pathOf(file)]),
    ['examples/lua', 'examples/lua/'],
    ['examples/tenant', 'examples/tenant/'],
    ['docs/commands/README.md', 'commands/'],
    ['docs/design', 'design/0001-generated-commands'],
  ])
  const page = ({ file, path }: Source): Page => {
    const text = pictures(readFileSync(join(root, file), 'utf8'))
    const [, title = file] = /^# (?:\d+: )?(.*)$/m.exec(text) ?? []
    return {
      path,
      title: path === 'guide/start' ? 'Start' : title.replace(/: `.*/, ''),
      text: linked(text, file, root, map),
    }
  }
  const help: Page[] = []
  for (const { name, summary, page: read } of helpTopics) {
    help.push({
      path: `help/${name}`,
      title: summary,
      text: `# ${summary}\n\n\`logto help ${name}\`\n\n\`\`\`text\n${await read()}\n\`\`\`\n`,
    })
  }
  return [
    { title: 'Guide', pages: sources.guide.map(page) },
    { title: 'Jobs', pages: sources.jobs.map(page) },
    { title: 'The program', pages: help },
    { title: 'Examples', pages: examples },
    { title: 'About', pages: sources.about.map(page) },
  ]
}

/** A file as it is; a dot in the address would stand for its kind. */
function filePage(root: string, file: string): Page {
  return {
    path: pathOf(file),
    title: posix.basename(file),
    text: `# ${posix.basename(file)}\n\n${fenced(root, file)}\n`,
  }
}

const pathOf = (file: string) => (file.startsWith('examples/') ? file : `files/${file}`).replaceAll('.', '-')

function fenced(root: string, file: string): string {
  const language = posix.extname(file).slice(1).replace('yml', 'yaml') || 'text'
  return `\`\`\`\`${language}\n${readFileSync(join(root, file), 'utf8').trimEnd()}\n\`\`\`\``
}

function listPage(path: string, title: string, pages: readonly Page[]): Page {
  return { path, title, text: `# ${title}\n\n${pages.map((page) => `- [${page.title}](/${page.path})`).join('\n')}\n` }
}

/** Two pictures for GitHub are one image here, which the theme turns into both. */
function pictures(text: string): string {
  return text.replace(/<picture>[\s\S]*?<img alt="([^"]*)" src="([^"]*)">[\s\S]*?<\/picture>/g, '![$1]($2)')
}

/** Links between files of the repository as links between pages; what has no page, and is there, stays as its name. */
function linked(text: string, file: string, root: string, map: ReadonlyMap<string, string>): string {
  return text.replace(/(?<!!)\[([^\]]*)\]\(([^)#:]+)(#[^)]*)?\)/g, (whole, words: string, to: string, place = '') => {
    const target = posix.join(posix.dirname(file), to).replace(/\/$/, '')
    const path = map.get(target)
    if (path !== undefined) return `[${words}](/${path}${place})`
    if (!existsSync(join(root, target)) || !statSync(join(root, target)).isFile()) return whole
    return words
  })
}
