/**
 * `npm run openapi:pull -- --from URL|FOLDER`: takes a tenant's three OpenAPI documents, mends them, strips their
 * prose, writes `openapi/*.json` and says what changed for each operation.
 */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { parseDocument } from 'yaml'
import { CliFailure, RefusedError, UsageError } from '../src/base/errors.js'
import { documentedOperations } from '../src/call/facts/maker/documents.js'
import { mapDocuments, mendDocuments } from '../src/call/facts/maker/mend.js'
import { type ApiName, apiNames, type Documents, type OpenApiDocument } from '../src/call/facts/repairs/document.js'
import { readIndex } from '../src/call/refreshed/index-file.js'
import { type MadeName, placeOf } from '../src/call/refreshed/name-by-rule.js'
import { namesOf } from '../src/jobs/refresh/names.js'
import { checkDocuments } from './check-document.js'
import { diffDocuments, renderDiff } from './document-diff.js'
import { readDocuments } from './read-documents.js'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Reads, mends, checks and writes; every line for people goes to `say`. Writes nothing when nothing changed. */
export async function pull(from: string, folder: string, say: (line: string) => void): Promise<void> {
  const { documents, results } = mendDocuments(await readDocuments(from))
  for (const { name, stale } of results) for (const what of stale) say(`warning: stale repair "${name}": ${what}`)
  const faults = await checkDocuments(documents)
  if (faults.length > 0) {
    throw new RefusedError('the mended documents are not valid OpenAPI 3.0; nothing was written', {
      code: 'openapi.invalid',
      details: faults,
      hint: 'Add or correct a repair in src/call/facts/repairs/.',
    })
  }
  const stored = await readStored(folder)
  const texts = mapDocuments(documents, (document) => `${JSON.stringify(document, null, 1)}\n`)
  const different = apiNames.filter((api) => texts[api] !== stored.texts[api])
  if (different.length === 0) return say('no change')
  const diff = diffDocuments(stored.documents, documents)
  const lines = renderDiff(diff)
  for (const line of lines.length > 0 ? lines : ['no operation changed, only what surrounds them']) say(line)
  const named = startingNames(documents, diff.added)
  for (const { command, id, args } of named) say(`a name to start from: ${[command, ...args].join(' ')} (${id})`)
  await mkdir(folder, { recursive: true })
  for (const api of different) await writeWhole(join(folder, `${api}.json`), texts[api])
  await keepMadeNames(join(folder, 'made-names.yaml'), named)
  say(`wrote ${different.map((api) => `${api}.json`).join(', ')}`)
}

/** The names that `logto refresh` gives to new operations: a start for a person, and understood from then on. */
function startingNames(documents: Documents, added: readonly string[]): StartingName[] {
  const fresh = documentedOperations(documents as unknown as Parameters<typeof documentedOperations>[0])
    .filter(({ method, path }) => added.includes(`${method} ${path}`))
    .map((operation) => ({ place: placeOf(operation.method, operation.path), operation }))
  const known = readIndex(root)
  const named = new Set(Object.values(known).map(({ method, path }) => placeOf(method, path)))
  const names = namesOf(
    fresh.filter(({ place }) => !named.has(place)),
    known,
    root,
  )
  return fresh.flatMap(({ place, operation: { id } }) => {
    const name = names[place]
    return name ? [{ ...name, id }] : []
  })
}

interface StartingName extends MadeName {
  id: string
}

async function keepMadeNames(file: string, named: readonly StartingName[]): Promise<void> {
  if (named.length === 0) return
  const text = await readFile(file, 'utf8').catch(() => '')
  const known = parseDocument(text.replace(/^\{\}$/m, ''))
  for (const { id, command } of named) if (!known.has(id)) known.set(id, command)
  await writeWhole(file, known.toString())
}

/** What is stored now; a file that is not there yet counts as a document without operations. */
async function readStored(folder: string): Promise<{ texts: Record<ApiName, string>; documents: Documents }> {
  const read = async (api: ApiName) => {
    try {
      return await readFile(join(folder, `${api}.json`), 'utf8')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return ''
      throw error
    }
  }
  const texts = { management: await read('management'), experience: await read('experience'), user: await read('user') }
  const nothing = '{"openapi":"3.0.1","info":{"title":"","version":""},"paths":{},"components":{}}'
  return { texts, documents: mapDocuments(texts, (text) => JSON.parse(text || nothing) as OpenApiDocument) }
}

/** A reader never sees half a document. */
async function writeWhole(path: string, text: string): Promise<void> {
  const draft = `${path}.${process.pid}.tmp`
  await writeFile(draft, text)
  await rename(draft, path)
}

function sourceFrom(args: string[]): string {
  const hint = 'Usage: npm run openapi:pull -- --from https://tenant.logto.app (or a folder with the three documents)'
  try {
    const { from } = parseArgs({ args, options: { from: { type: 'string' } } }).values
    if (from) return from
  } catch (error) {
    throw new UsageError((error as Error).message, { code: 'usage.arguments', hint })
  }
  throw new UsageError('--from is missing', { code: 'usage.arguments', hint })
}

async function main(): Promise<void> {
  const say = (line: string) => void process.stdout.write(`${line}\n`)
  try {
    await pull(sourceFrom(process.argv.slice(2)), join(import.meta.dirname, '..', 'openapi'), say)
  } catch (error) {
    if (!(error instanceof CliFailure)) throw error
    const details = Array.isArray(error.details) ? error.details.map((line) => `\n  ${line}`).join('') : ''
    process.stderr.write(`Error: ${error.message}${details}\n${error.hint ? `${error.hint}\n` : ''}`)
    process.exitCode = error.exitCode
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main()
