/** How the house stands: imports run downwards and in no circle, and the running program needs nothing it is made from. */

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { describe, expect, it } from 'vitest'
import { flagsWithValue } from '../src/call/operation/flags-with-value.js'
import { globalFlags } from '../src/call/operation/global-flags.js'

const root = resolve(import.meta.dirname, '..')

/** From below. A storey uses those below it; its rooms may use one another in no circle. */
const storeys = [['base'], ['access'], ['call'], ['jobs', 'sandbox'], ['cli', 'commands']]

const divided = ['access', 'call', 'jobs']

/** Below the commands, only the room that makes commands knows the command framework. */
const withOclif = /^(src\/(call\/operation|jobs|cli)|commands)\//

interface Import {
  from: string
  /** A file of this repository, or the name of a package. */
  to: string
}

function sourceFiles(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.d.ts'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
}

/** The text of a file without its comments. */
function codeOf(file: string): string {
  return readFileSync(join(root, file), 'utf8')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/^\s*\/\/.*$/gm, '')
}

/** Static, dynamic and re-exporting imports. */
function importsOf(file: string): Import[] {
  const statics = /^(?:import|export)\s+(?:type\s+)?(?:[^'"`;]*?\sfrom\s+)?['"]([^'"]+)['"]/gm
  const dynamics = /\bimport\(\s*(['"`])([^'"`]+)\1/g
  const code = codeOf(file)
  const targets = [
    ...[...code.matchAll(statics)].map(([, to]) => to),
    ...[...code.matchAll(dynamics)].map(([, , to]) => to),
  ]
  return targets.map((to = '') => ({ from: file, to: resolved(file, to) }))
}

function resolved(from: string, to: string): string {
  if (!to.startsWith('.')) return to
  const path = relative(root, resolve(root, dirname(from), to))
    .split(sep)
    .join('/')
  return path.replace(/\.js$/, '.ts')
}

/** `src/call/http/client.ts` is on the storey call, `commands/users/list.ts` on commands. */
function storeyOf(file: string): string {
  const [top = '', second = ''] = file.split('/')
  return top === 'commands' ? top : second
}

/** `src/call/http/client.ts` is in the room call/http; a storey that is not divided is one room. */
function roomOf(file: string): string {
  const [, storey = '', room, inside] = file.split('/')
  return divided.includes(storeyOf(file)) && inside !== undefined ? `${storey}/${room}` : storeyOf(file)
}

function heightOf(file: string): number {
  return storeys.findIndex((names) => names.includes(storeyOf(file)))
}

const src = sourceFiles('src')
const commands = sourceFiles('commands')
const imports = [...src, ...commands].flatMap(importsOf)
const inner = imports.filter(({ to }) => to.endsWith('.ts'))

describe('imports', () => {
  it('are found, and lead to files that exist', () => {
    expect(inner.length).toBeGreaterThan(1000)
    const lost = inner.filter(
      ({ to }) => !existsSync(join(root, to)) && !existsSync(join(root, to.replace(/\.ts$/, '.d.ts'))),
    )
    expect(lost).toEqual([])
  })

  it('come from files that have a storey, and a room where the storey is divided', () => {
    expect(src.filter((file) => heightOf(file) < 0 || divided.includes(roomOf(file)))).toEqual([])
  })

  it('run only downwards', () => {
    const upwards = inner.filter(
      ({ from, to }) =>
        heightOf(to) > heightOf(from) || (heightOf(to) === heightOf(from) && storeyOf(to) !== storeyOf(from)),
    )
    expect(upwards.map(({ from, to }) => `${from} → ${to}`)).toEqual([])
  })

  it('between rooms make no circle', () => {
    const between = inner.map(({ from, to }) => ({ from: roomOf(from), to: roomOf(to) }))
    expect(circles(between.filter(({ from, to }) => from !== to))).toEqual([])
  })

  it('make no circle', () => {
    expect(circles(inner)).toEqual([])
  })

  it('of src/ never lead to commands/, generate/, openapi/ or tests', () => {
    const strange = imports.filter(
      ({ from, to }) => from.startsWith('src/') && /^(commands|generate|openapi|test|bench)\//.test(to),
    )
    expect(strange.map(({ from, to }) => `${from} → ${to}`)).toEqual([])
  })

  it('of the lower rooms do not lead to the command framework', () => {
    const strange = imports.filter(({ from, to }) => to.startsWith('@oclif/') && !withOclif.test(from))
    expect(strange.map(({ from, to }) => `${from} → ${to}`)).toEqual([])
  })

  it('of a room’s own parts are direct: there are no barrels', () => {
    expect(src.filter((file) => file.endsWith('/index.ts'))).toEqual([])
  })
})

describe('the running program', () => {
  it('reads nothing of openapi/', () => {
    const readers = [...src, ...commands].filter((file) => /['"`/]openapi\//.test(codeOf(file)))
    expect(readers).toEqual([])
  })

  it('knows which global flags take a value before they are parsed', () => {
    const taking = Object.entries(globalFlags).flatMap(([name, flag]) =>
      flag.type === 'option' ? [`--${name}`, ...('char' in flag && flag.char ? [`-${flag.char}`] : [])] : [],
    )
    expect([...flagsWithValue].sort()).toEqual(taking.sort())
  })
})

/** Each circle once, as a chain of files. */
function circles(edges: readonly Pick<Import, 'from' | 'to'>[]): string[] {
  const next = new Map<string, Set<string>>()
  for (const { from, to } of edges) next.set(from, (next.get(from) ?? new Set()).add(to))
  const done = new Set<string>()
  const found: string[] = []
  const visit = (file: string, path: readonly string[]): void => {
    const at = path.indexOf(file)
    if (at >= 0) found.push([...path.slice(at), file].join(' → '))
    if (at >= 0 || done.has(file)) return
    for (const to of next.get(file) ?? []) visit(to, [...path, file])
    done.add(file)
  }
  for (const file of next.keys()) visit(file, [])
  return found
}
