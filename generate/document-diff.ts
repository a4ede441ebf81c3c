import { type Documents, type OperationPlace, operationsOf } from '../src/call/facts/repairs/document.js'
import { operationFacts } from './operation-facts.js'

/** One fact that is not as it was: absent on one side means added or removed. */
export interface FactChange {
  fact: string
  before?: string
  after?: string
}

/** What became of the operations, each named by method and path. */
export interface DocumentDiff {
  added: string[]
  removed: string[]
  changed: { operation: string; changes: FactChange[] }[]
}

/** Compares two states of the documents, operation by operation. */
export function diffDocuments(before: Documents, after: Documents): DocumentDiff {
  const old = byRoute(before)
  const fresh = byRoute(after)
  const changed = [...fresh].flatMap(([operation, place]) => {
    const earlier = old.get(operation)
    const changes = earlier ? diffFacts(factsOf(before, earlier), factsOf(after, place)) : []
    return changes.length > 0 ? [{ operation, changes }] : []
  })
  return {
    added: [...fresh.keys()].filter((operation) => !old.has(operation)),
    removed: [...old.keys()].filter((operation) => !fresh.has(operation)),
    changed,
  }
}

function byRoute(documents: Documents): Map<string, OperationPlace> {
  return new Map([...operationsOf(documents)].map((place) => [`${place.method.toUpperCase()} ${place.path}`, place]))
}

function factsOf(documents: Documents, { api, operation }: OperationPlace): Map<string, string> {
  return operationFacts(documents[api], operation)
}

function diffFacts(before: Map<string, string>, after: Map<string, string>): FactChange[] {
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((fact) => {
    const [was, is] = [before.get(fact), after.get(fact)]
    if (was === is) return []
    return [{ fact, ...(was === undefined ? {} : { before: was }), ...(is === undefined ? {} : { after: is }) }]
  })
}

/** The diff as lines for people; empty when nothing differs. */
export function renderDiff({ added, removed, changed }: DocumentDiff): string[] {
  return [
    ...added.map((operation) => `+ ${operation}`),
    ...removed.map((operation) => `- ${operation}`),
    ...changed.flatMap(({ operation, changes }) => [`~ ${operation}`, ...outermost(changes).map(renderChange)]),
  ]
}

/** A property that came or went brings all that is below it: one line says so. */
function outermost(changes: FactChange[]): FactChange[] {
  const side = ({ before, after }: FactChange) =>
    before === undefined ? 'added' : after === undefined ? 'removed' : 'changed'
  return changes.filter(
    (change) =>
      side(change) === 'changed' ||
      !changes.some(
        (other) =>
          side(other) === side(change) &&
          /^[.[ ]/.test(change.fact.slice(other.fact.length)) &&
          change.fact.startsWith(other.fact),
      ),
  )
}

function renderChange({ fact, before, after }: FactChange): string {
  if (before === undefined) return `    ${fact} added: ${after}`
  if (after === undefined) return `    ${fact} removed`
  return `    ${fact} changed: ${before} -> ${after}`
}
