import { rowsOf, successSchema } from '../../call/facts/maker/columns.js'
import type { DocumentedOperation } from '../../call/facts/maker/documents.js'
import { mendDocuments } from '../../call/facts/maker/mend.js'
import {
  type Documents,
  type OpenApiDocument,
  type OperationPlace,
  operationsOf,
} from '../../call/facts/repairs/document.js'
import { loadSchema } from '../../call/operation/load-schema.js'
import { type Index, readCommonNames, readIndex } from '../../call/refreshed/index-file.js'
import type { Kept } from '../../call/refreshed/kept.js'
import { makeCommand } from '../../call/refreshed/made-command.js'
import { type MadeName, namesByRule, placeOf } from '../../call/refreshed/name-by-rule.js'
import { documentedIn, mostCommands } from '../../call/refreshed/tenant-commands.js'
import { addsTo } from '../../call/refreshed/widen.js'
import { listedCommands } from '../find/manifest.js'
import { topicAliases } from '../find/topic-aliases.js'
import type { ReadDocuments } from './documents.js'

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

/** The names of new operations of which a command can be made, in an order that does not depend on the server. */
function namesOf(
  fresh: readonly { place: string; operation: DocumentedOperation }[],
  index: Index,
  root: string,
): Record<string, MadeName> {
  const listed = listedCommands(root)
  const argsOf = new Map(listed.map(({ id, args }) => [id.replaceAll(':', ' '), Object.keys(args)]))
  const sorted = fresh.toSorted((a, b) =>
    `${a.operation.path} ${a.place}` < `${b.operation.path} ${b.place}` ? -1 : 1,
  )
  const made = namesByRule(
    sorted.map(({ operation }) => ({ ...operation, isList: answersMany(operation) })),
    {
      known: [
        ...Object.entries(index).map(([command, { path }]) => ({ command, path, args: argsOf.get(command) ?? [] })),
        ...listed.map(({ id }) => ({ command: id.replaceAll(':', ' '), path: '', args: [] })),
      ],
      tops: new Set(['help', 'version', ...listed.filter(({ id }) => !id.includes(':')).map(({ id }) => id)]),
      aliases: topicAliases,
    },
  )
  const common = readCommonNames(root)
  return Object.fromEntries(
    sorted.flatMap(({ place, operation }, i): [string, MadeName][] => {
      const name = made[i]
      try {
        if (name) makeCommand(operation, name, { common, read: undefined })
        return name ? [[place, name]] : []
      } catch {
        return []
      }
    }),
  )
}

/** Whether an operation answers rows. */
export function answersMany(operation: DocumentedOperation): boolean {
  return successSchema(operation)?.type === 'array' || rowsOf(operation, 'list') !== undefined
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
