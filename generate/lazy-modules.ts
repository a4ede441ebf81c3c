import { createRequire } from 'node:module'
import type { Plugin } from 'rolldown'

/** Parts of Node that take a start about a millisecond each and that few starts use. */
const lazyParts: ReadonlySet<string> = new Set([
  'assert',
  'child_process',
  'crypto',
  'fs/promises',
  'http',
  'perf_hooks',
  'readline',
  'timers/promises',
  'v8',
])

/** What runs at many starts: the program's own modules, and these libraries. */
const early = /^(?!\0|.*\/node_modules\/)|\/node_modules\/(undici|@oclif\/core)\//

const prefix = '\0lazy:'
const load = createRequire(import.meta.url)

/** Loads these parts for the modules of `early` when one of their names is first read. */
export const lazyModules: Plugin = {
  name: 'lazy-modules',
  resolveId(module, importer) {
    const part = module.replace(/^node:/, '')
    return importer !== undefined && early.test(importer) && lazyParts.has(part) ? prefix + part : null
  },
  load(id) {
    return id.startsWith(prefix) ? lazyPart(`node:${id.slice(prefix.length)}`) : null
  },
}

/** Stands for a part of Node: has its names, and loads it when one is read. */
function lazyPart(part: string): string {
  const real = `require(${JSON.stringify(part)})`
  const names = Object.getOwnPropertyNames(load(part)).filter((name) => !['length', 'name', 'prototype'].includes(name))
  const getters = `{ ${names.map((name) => `get ${name}() { return ${real}.${name} }`).join(', ')} }`
  if (part !== 'node:assert') return `module.exports = ${getters}`
  // An assertion that holds needs nothing of it.
  const assert = `(...given) => { if (!given[0]) ${real}(...given) }`
  return `module.exports = Object.defineProperties(${assert}, Object.getOwnPropertyDescriptors(${getters}))`
}
