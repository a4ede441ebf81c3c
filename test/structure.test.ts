/** How the house stands: imports run downwards and in no circle, and the running program needs nothing it is made from. */

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { describe, expect, it } from 'vitest'
import { flagsWithValue } from '../src/cli/words.js'
import { globalFlags } from '../src/operation/global-flags.js'

const root = resolve(import.meta.dirname, '..')

/** Floors from below; rooms on one floor do not know each other. A room that is missing here is a finding. */
const floors = [
  ['profiles'],
  ['auth'],
  ['request', 'http', 'output'],
  ['operation', 'sandbox'],
  ['login', 'describe'],
  ['lua'],
  ['cli', 'commands'],
]

/** Rooms below the commands: these must do without the command framework. */
const withoutOclif = ['profiles', 'auth', 'request', 'http', 'output', 'sandbox']

interface Import {
  from: string
  /** A file of this repository, or the name of a package. */
  to: string
  isTypeOnly: boolean
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
  const statics = /^(?:import|export)\s+(type\s+)?(?:[^'"`;]*?\sfrom\s+)?['"]([^'"]+)['"]/gm
  const dynamics = /\bimport\(\s*(['"`])([^'"`]+)\1/g
  const code = codeOf(file)
  return [
    ...[...code.matchAll(statics)].map(([, type, to]) => ({ to: to ?? '', isTypeOnly: type !== undefined })),
    ...[...code.matchAll(dynamics)].map(([, , to]) => ({ to: to ?? '', isTypeOnly: false })),
  ].map(({ to, isTypeOnly }) => ({ from: file, to: resolved(file, to), isTypeOnly }))
}

function resolved(from: string, to: string): string {
  if (!to.startsWith('.')) return to
  const path = relative(root, resolve(root, dirname(from), to))
    .split(sep)
    .join('/')
  return path.replace(/\.js$/, '.ts')
}

/** `src/http/client.ts` is in the room http, `commands/users/list.ts` in commands; a file right under src/ is in none. */
function roomOf(file: string): string | undefined {
  const [top, second, third] = file.split('/')
  if (top === 'commands') return 'commands'
  return third === undefined ? undefined : second
}

function floorOf(room: string): number {
  return floors.findIndex((rooms) => rooms.includes(room))
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

  it('of every room have a floor', () => {
    const rooms = new Set(src.map(roomOf).filter((room) => room !== undefined))
    expect([...rooms].filter((room) => floorOf(room) < 0)).toEqual([])
  })

  it('run only downwards', () => {
    const upwards = inner.filter(({ from, to, isTypeOnly }) => {
      const [above, below] = [roomOf(from), roomOf(to)]
      if (above === below || below === undefined) return false
      if (isTypeOnly && to === 'src/operation/operation.ts') return false
      return above === undefined || floorOf(below) >= floorOf(above)
    })
    expect(upwards.map(({ from, to }) => `${from} → ${to}`)).toEqual([])
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
    const strange = imports.filter(
      ({ from, to }) => to.startsWith('@oclif/') && withoutOclif.includes(roomOf(from) ?? 'none'),
    )
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
function circles(edges: readonly Import[]): string[] {
  const next = new Map<string, string[]>()
  for (const { from, to } of edges) next.set(from, [...(next.get(from) ?? []), to])
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
