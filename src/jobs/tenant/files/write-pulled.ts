import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Document, isMap, isScalar, visit } from 'yaml'
import type { Kind } from '../model/kind.js'
import type { State } from '../read/state.js'
import type { Thing } from '../read/things.js'
import { InnerFiles } from './inner-file.js'
import type { LocalFolder } from './local-folder.js'
import { mergeMap } from './merge.js'
import { noSettings } from './settings.js'
import { Placeholder, placeholderTags } from './tags.js'
import { contentOf, Writing } from './written.js'

interface Pulling {
  local: LocalFolder
  state: State
  kinds: readonly Kind[]
  keepLocal: boolean
}

/** What a pull would write. */
export interface Pulled {
  /** Paths inside the folder that would be written. */
  files: string[]
  /** What the files would lose, such as `roles.yaml: Editor`. */
  losses: string[]
  /** Secrets that stand in the files by name. */
  secrets: Map<string, unknown>
  write: (endpoint: string) => Promise<void>
}

/** Works out what a pull writes, in files that are there and in new ones. Nothing is written before `write`. */
export function writePulled({ local, state, kinds, keepLocal }: Pulling): Pulled {
  const { path, given, wish } = local
  const settings = wish?.settings ?? noSettings
  const writing = new Writing(settings.isPlain)
  const { secrets, texts } = writing.beside
  const inner = new InnerFiles(path)
  const files = new Map<string, string>()
  const losses: string[] = []
  const thingsOf = (kind: string): Thing[] =>
    [...(state.things.get(kind)?.values() ?? [])].filter(
      ({ builtIn, key, name }) => !builtIn && !settings.leavesAlone(kind, key) && !settings.leavesAlone(kind, name),
    )
  for (const file of new Set(kinds.map(({ place }) => place.file))) {
    if (kinds.some(({ name, place }) => place.file === file && state.unavailable.has(name))) continue
    const content = contentOf(file, kinds, thingsOf, writing)
    const name = `${file}.yaml`
    const document = wish?.sources.get(name)?.document ?? new Document(content, { customTags: placeholderTags })
    const isNew = wish?.sources.get(name) === undefined
    const levels = entryLevels(file, kinds)
    const isChanged =
      isNew ||
      (isMap(document.contents) &&
        mergeMap(document.contents, content, [], {
          document,
          valueOf: ({ tag, name: own }) => placeholderValue(tag, own, given, inner),
          newValueOf: ({ tag, name: own }) => (tag === 'secret' ? secrets.get(own) : texts.get(own)),
          rewrite: (file, text) => files.set(file, text),
          keepsName(written, kept) {
            if (written === kept) return
            secrets.set(kept, secrets.get(written))
            secrets.delete(written)
          },
          lose: (what) => losses.push(`${name}: ${what}`),
          keepsEntries: (place) => keepLocal && levels(place),
          ownNames: new Set(['renamedFrom']),
        }))
    if (!isChanged) continue
    for (const [own, text] of textsOf(document, texts)) {
      const before = inner.read(own)
      if ('text' in before && before.text !== text) losses.push(own)
      if (!('text' in before) || before.text !== text) files.set(own, text)
    }
    files.set(name, document.toString({ lineWidth: 0 }))
  }
  return { files: [...files.keys()], losses, secrets, write: (endpoint) => writeAll(path, files, endpoint) }
}

function placeholderValue(
  tag: Placeholder['tag'],
  name: string,
  given: LocalFolder['given'],
  inner: InnerFiles,
): unknown {
  if (tag === 'secret') return given.secret(name)
  if (tag === 'var') return given.variable(name)?.value
  const found = inner.read(name)
  return 'text' in found ? found.text : undefined
}

/** Texts of own files that a document names. */
function textsOf(document: Document, texts: ReadonlyMap<string, string>): Map<string, string> {
  const named = new Map<string, string>()
  visit(document, {
    Scalar(_, node) {
      if (!isScalar(node) || !(node.value instanceof Placeholder) || node.value.tag !== 'file') return
      const text = texts.get(node.value.name)
      if (text !== undefined) named.set(node.value.name, text)
    },
  })
  return named
}

/** Whether the entries of a map at a place inside a file are objects. */
function entryLevels(file: string, kinds: readonly Kind[]): (place: readonly string[]) => boolean {
  const own = kinds.filter(({ place }) => place.file === file)
  return (place) =>
    own.some(({ single, within, place: { property } }) => {
      if (single) return false
      if (within) return place.length === 2 && place[1] === within.property
      return property === undefined ? place.length === 0 : place.length === 1 && place[0] === property
    })
}

/** Each file is written whole or not at all. */
async function writeAll(folder: string, files: ReadonlyMap<string, string>, endpoint: string): Promise<void> {
  const { default: writeFile } = await import('write-file-atomic')
  const write = async (name: string, text: string) => {
    const path = join(folder, name)
    mkdirSync(dirname(path), { recursive: true })
    await writeFile(path, text)
  }
  for (const [name, text] of files) await write(name, text)
  const settings = join(folder, 'tenant.yaml')
  const before = existsSync(settings) ? readFileSync(settings, 'utf8') : 'version: 1\n'
  const { parseDocument } = await import('yaml')
  const document = parseDocument(before)
  if (document.get('pulledFrom') === endpoint) return
  document.set('pulledFrom', endpoint)
  await write('tenant.yaml', document.toString({ lineWidth: 0 }))
}
