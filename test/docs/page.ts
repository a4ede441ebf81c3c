/** What a page of the documentation says in a form that can be held against the program. */

import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { helpTopics } from '../../src/jobs/describe/help-topics.js'
import { root } from '../contract/command-facts.js'

/** A fenced block. */
export interface Block {
  /** In the page, from 1. */
  line: number
  language: string
  /** The second word behind the fence: the block is what a file of this name holds. */
  file: string | undefined
  text: string
}

/** A command that a page shows. */
export interface Shown {
  line: number
  command: string
  /** What the page says that it prints; undefined where it does not say. */
  prints?: string
}

export interface Page {
  name: string
  /** Commands that make what the page takes as given. */
  before?: readonly string[]
  blocks: Block[]
  /** Command lines that stand in a sentence, in backticks. */
  spans: string[]
}

/** README.md and every page of docs/; what is generated (docs/commands) and notes about decisions have tests of their own. */
export const markdownPages: readonly Page[] = ['README.md', ...pagesOf('docs')].map((name) => {
  const text = readFileSync(join(root, name), 'utf8')
  return { name, blocks: blocksOf(text), spans: spansOf(text) }
})

/** The pages of `logto help`: their lines of commands, each with its remark behind two spaces. */
export const helpPages: readonly Page[] = await Promise.all(
  helpTopics.map(async ({ name, page }) => {
    const text = await page()
    const lines = text.split('\n').flatMap((line) => /^ {2,}(logto (?:[^ ]| (?! ))+)/.exec(line)?.[1] ?? [])
    const block = { line: 1, language: 'sh', file: undefined, text: lines.join('\n') }
    return { name: `logto help ${name}`, blocks: lines.length > 0 ? [block] : [], spans: [] }
  }),
).then((pages) => pages.filter(({ blocks }) => blocks.length > 0))

function pagesOf(folder: string): string[] {
  const names = readdirSync(join(root, folder)).filter((name) => name.endsWith('.md'))
  return names.sort().map((name) => `${folder}/${name}`)
}

function blocksOf(text: string): Block[] {
  return [...text.matchAll(/^```(\S*)(?: (\S+))?\n([\s\S]*?)^```$/gm)].map((found) => ({
    line: text.slice(0, found.index).split('\n').length + 1,
    language: found[1] ?? '',
    file: found[2],
    text: found[3] ?? '',
  }))
}

function spansOf(text: string): string[] {
  const prose = text.replaceAll(/^```[\s\S]*?^```$/gm, '')
  return [...prose.matchAll(/`([^`\n]+)`/g)].map(([, span]) => span ?? '')
}

/** The commands of a block of `sh`, or of `console`, where each stands behind `$` and what it prints below it. */
export function commandsOf({ language, line, text }: Block): Shown[] {
  return language === 'console' ? typedIn(text, line) : scriptCommands(text, line)
}

function typedIn(text: string, first: number): Shown[] {
  const shown: Shown[] = []
  for (const [i, line] of text.trimEnd().split('\n').entries()) {
    const last = shown.at(-1)
    if (line.startsWith('$ ')) shown.push({ line: first + i, command: line.slice(2) })
    else if (!last) throw new Error(`a console block begins with "$ ": ${line}`)
    else if (line.startsWith('> ') && last.prints === undefined) last.command += `\n${line.slice(2)}`
    else last.prints = `${last.prints ?? ''}${line}\n`
  }
  return shown
}

/** As many lines together as make a whole command. */
function scriptCommands(text: string, first: number): Shown[] {
  const shown: Shown[] = []
  let begun: Shown | undefined
  for (const [i, line] of text.trimEnd().split('\n').entries()) {
    if (!begun && /^\s*(#|$)/.test(line)) continue
    begun = begun ? { ...begun, command: `${begun.command}\n${line}` } : { line: first + i, command: line }
    if (!isWhole(begun.command)) continue
    shown.push(begun)
    begun = undefined
  }
  if (begun) throw new Error(`the shell waits for more: ${begun.command}`)
  return shown
}

function isWhole(command: string): boolean {
  if (command.endsWith('\\')) return false
  const end = /<<-?\s*['"]?(\w+)/.exec(command)?.[1]
  if (end !== undefined && !command.split('\n').includes(end)) return false
  return spawnSync('sh', ['-n'], { input: command }).status === 0
}

/** What a script in Lua says that it prints: what stands behind `-->`. A last `…` stands for further lines. */
export function luaPrints(text: string): { lines: string[]; more: boolean } {
  const lines = [...text.matchAll(/--> (.*)$/gm)].map(([, line]) => line ?? '')
  const more = lines.at(-1) === '…'
  return { lines: more ? lines.slice(0, -1) : lines, more }
}
