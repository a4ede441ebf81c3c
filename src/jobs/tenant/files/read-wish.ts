import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { isMap } from 'yaml'
import { UsageError } from '../../../base/errors.js'
import { fileNames } from '../kinds/all.js'
import type { KindFacts } from '../model/facts.js'
import { type Conversion, nameOfNode, suggestion } from './convert.js'
import type { Fault } from './faults.js'
import type { Given } from './given.js'
import { InnerFiles } from './inner-file.js'
import { type Gathered, loadFile } from './load.js'
import { noSettings, readSettings, type Settings } from './settings.js'
import { readSource, type Source } from './source.js'
import type { Wish } from './wish.js'

const settingsFile = 'tenant.yaml'

/** Reads what files want: a folder, or one document. Faults of their content are told, not thrown. */
export function readWish(path: string, kinds: readonly KindFacts[], given: Given, faults: Fault[]): Wish {
  const facts = statSync(path, { throwIfNoEntry: false })
  if (!facts) throw noFolder(path, 'there is no such file or folder')
  return facts.isDirectory()
    ? readFolder(path, kinds, given, faults)
    : readDocument(basename(path), readFileSync(path, 'utf8'), dirname(path), kinds, given, faults)
}

/** Reads a folder of files. Throws a UsageError for one that is none of ours: an empty one is no wish to delete all. */
export function readFolder(path: string, kinds: readonly KindFacts[], given: Given, faults: Fault[]): Wish {
  const names = readdirSync(path)
  if (!names.includes(settingsFile)) {
    throw noFolder(path, names.length === 0 ? 'it is empty' : `it has no ${settingsFile}`)
  }
  const inner = new InnerFiles(path)
  const into: Gathered = { entries: new Map(), managed: new Map() }
  const sources = new Map<string, Source>()
  let settings: Settings = noSettings
  for (const name of names.filter((each) => /\.ya?ml$/.test(each)).sort()) {
    const stem = name.replace(/\.ya?ml$/, '')
    if (name !== settingsFile && !(fileNames.includes(stem) && name.endsWith('.yaml'))) {
      const known = fileNames.map((each) => `${each}.yaml`)
      faults.push({ place: `${name}:1:1`, message: `no kind has a file of this name${suggestion(name, known)}` })
      continue
    }
    const source = readSource(name, readFileSync(join(path, name), 'utf8'), faults)
    if (!source) continue
    sources.set(name, source)
    const at: Conversion = { source, given, inner, faults }
    if (name === settingsFile) settings = readSettings(at)
    else loadFile(stem, source.document.contents, kinds, at, into)
  }
  return { ...into, settings, sources, isPart: false }
}

/** Reads one document that holds kinds as its top-level keys. */
export function readDocument(
  file: string,
  text: string,
  folder: string | undefined,
  kinds: readonly KindFacts[],
  given: Given,
  faults: Fault[],
): Wish {
  const into: Gathered = { entries: new Map(), managed: new Map() }
  const source = readSource(file, text, faults)
  const wish = { ...into, settings: noSettings, sources: new Map(source ? [[file, source]] : []), isPart: true }
  if (!source) return wish
  const { contents } = source.document
  const at: Conversion = { source, given, inner: new InnerFiles(folder), faults }
  if (!isMap(contents) || source.document.get('version') !== 1) {
    faults.push({ place: `${file}:1:1`, message: 'this is no document of a tenant: it begins with version: 1' })
    return wish
  }
  for (const { key, value } of contents.items) {
    const name = nameOfNode(key)
    if (name === 'version') continue
    if (fileNames.includes(name)) loadFile(name, value, kinds, at, into)
    else faults.push({ place: source.placeOf(key), message: `there is no kind ${name}${suggestion(name, fileNames)}` })
  }
  return wish
}

function noFolder(path: string, why: string): UsageError {
  return new UsageError(`${path} is no folder of a tenant's configuration: ${why}`, {
    code: 'tenant.no_folder',
    hint: `make one from a tenant: logto tenant pull ${path}`,
  })
}
