import type { DocumentedOperation } from '../../call/facts/maker/documents.js'
import { mendDocuments } from '../../call/facts/maker/mend.js'
import {
  type Documents,
  type OpenApiDocument,
  type OperationPlace,
  operationsOf,
} from '../../call/facts/repairs/document.js'
import { loadSchema } from '../../call/operation/load-schema.js'
import { readCommonNames, readIndex } from '../../call/refreshed/index-file.js'
import type { Kept } from '../../call/refreshed/kept.js'
import { makeCommand } from '../../call/refreshed/made-command.js'
import { placeOf } from '../../call/refreshed/name-by-rule.js'
import { documentedIn, mostCommands } from '../../call/refreshed/tenant-commands.js'
import { addsTo } from '../../call/refreshed/widen.js'
import type { ReadDocuments } from './documents.js'
import { namesOf } from './names.js'

/** An operation that gets no command, and why. */
export interface LeftOut {
  operation: string
  reason: string
}

/** What the documents have beside what this program knows. */
export interface Comparison extends Pick<Kept, 'documents' | 'names' | 'wider' | 'lacking'> {
  leftOut: LeftOut[]
  /** How many operations the documents have. */
  count: number
}

/** Holds a tenant's documents against the program that stands in `root`. */
export async function compare({ documents, documented }: ReadDocuments, root: string): Promise<Comparison> {
  const mended = mendDocuments(documents).documents
  const index = readIndex(root)
  const known = new Map(Object.entries(index).map(([command, { method, path }]) => [placeOf(method, path), command]))
  const places = new Map<string, OperationPlace>()
  for (const one of operationsOf(mended)) {
    const place = placeOf(one.method.toUpperCase(), one.path)
    if (!places.has(place)) places.set(place, one)
  }
  const leftOut: LeftOut[] = []
  const fresh: { place: string; operation: DocumentedOperation }[] = []
  const wider: string[] = []
  for (const [place, one] of places) {
    const operation = documentedIn(mended, one)
    const command = known.get(place)
    if (command !== undefined) {
      if (operation && (await addsToKnown(operation, command, root))) wider.push(place)
    } else if (!operation) {
      leftOut.push({ operation: place, reason: 'its schemas refer to one another too often' })
    } else if (fresh.length >= mostCommands) {
      leftOut.push({ operation: place, reason: `there are more than ${mostCommands}` })
    } else fresh.push({ place, operation })
  }
  const names = namesOf(fresh, index, root)
  const taken = [...wider, ...Object.keys(names)]
  return {
    documents: reduced(mended, places, taken),
    names,
    wider,
    lacking: Object.values(index)
      .filter(({ api }) => documented.some((one) => one === api))
      .map(({ method, path }) => placeOf(method, path))
      .filter((place) => !places.has(place)),
    leftOut: [
      ...leftOut,
      ...fresh
        .filter(({ place }) => !Object.hasOwn(names, place))
        .map(({ place }) => ({ operation: place, reason: 'no command can be made of its document' })),
    ],
    count: places.size,
  }
}

/** Whether an operation of the program takes more here than it knows. */
async function addsToKnown(theirs: DocumentedOperation, command: string, root: string): Promise<boolean> {
  const schema = await loadSchema(root, command)
  const args = theirs.path
    .split('{')
    .slice(1)
    .map((_, i) => `value-${i}`)
  try {
    const made = makeCommand(theirs, { command, args }, { common: readCommonNames(root), read: undefined })
    return addsTo(schema, made.schema)
  } catch {
    return false
  }
}

/** The documents with these operations alone, and what reads the same paths. */
function reduced(
  documents: Documents,
  places: ReadonlyMap<string, OperationPlace>,
  wanted: readonly string[],
): Documents {
  const reads = wanted.map((place) => place.replace(/^\w+/, 'GET')).filter((place) => places.has(place))
  const kept = [...new Set([...wanted, ...reads])].flatMap((place) => places.get(place) ?? [])
  const of = (document: OpenApiDocument, api: OperationPlace['api']): OpenApiDocument => {
    const paths: OpenApiDocument['paths'] = {}
    for (const { path, method, operation } of kept.filter((one) => one.api === api)) {
      paths[path] = { ...paths[path], [method]: operation }
    }
    const refers = JSON.stringify(paths).includes('"$ref"')
    return { ...document, paths, components: refers ? { schemas: document.components.schemas ?? {} } : {} }
  }
  return {
    management: of(documents.management, 'management'),
    experience: of(documents.experience, 'experience'),
    user: of(documents.user, 'user'),
  }
}
