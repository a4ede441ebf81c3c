import { RefusedError } from '../../../base/errors.js'
import { isPlainObject } from '../../../base/value-path.js'
import type { Api } from '../model/api.js'
import { isSame } from '../model/compare.js'
import type { PropertyFact } from '../model/facts.js'
import { laidOver } from '../model/forms.js'
import { type Names, Unmet } from '../model/names.js'
import { objectForm } from '../model/object-form.js'
import type { Reference } from '../model/reference.js'
import type { Row } from '../model/row.js'
import type { Alteration, Creation, Deletion, Seen } from '../plan/action.js'
import { markOf } from '../plan/fingerprint.js'
import { idOf, RowReader } from '../read/rows.js'
import { bodyAfterCreation, bodyOfChange, bodyOfNew } from './body.js'
import type { Job, Step } from './job.js'

/** What the steps of a run work on. */
export interface Work {
  api: Api
  names: Names
  /** Ids of paths by kind and key, of objects that are there and of those that are made. */
  paths: Map<string, readonly string[]>
  /** Objects as they were when they were compared, by kind and key. */
  seen: ReadonlyMap<string, Seen>
}

/** Deletions come last, in reverse; webhooks go first, else they fire for all of the others. */
const afterAll = 1000
const hooksFirst = 135

/** What is created before these needs nothing but what it names. */
const organizations = 100

/** The steps of an action, each with its place in the order. */
export function stepsOf(job: Job, work: Work): Step[] {
  const { action } = job
  const steps =
    action.do === 'create'
      ? creating(job, action, work)
      : action.do === 'change'
        ? changing(job, action, work)
        : deleting(job, action, work)
  job.left = steps.length
  return steps
}

function creating(job: Job, action: Creation, work: Work): Step[] {
  const { kind } = job.facts
  const parents = kind.within ? [{ kind: kind.within.kind, key: action.parentKey ?? '' }] : []
  const base: Step = {
    key: `create ${kind.name} ${action.key}`,
    job,
    phase: kind.phase,
    makes: { kind: kind.name, key: action.key },
    needs: needed(job, kind.phase, parents),
    perform: () => create(job, action, work),
    isDone: () => isMade(job, action, work),
  }
  return [base, ...partSteps(job, action.wish, work)]
}

/** What a step of a new object waits for; undefined where it has to wait for all before it. */
function needed({ action }: Job, phase: number, references: readonly Reference[]): readonly Reference[] | undefined {
  return action.do === 'create' && phase < organizations ? references : undefined
}

function changing(job: Job, action: Alteration, work: Work): Step[] {
  const { kind, properties } = job.facts
  const isOwn = action.newName !== undefined || Object.keys(action.wish).some((name) => !properties.get(name)?.part)
  const base: Step = {
    key: `change ${kind.name} ${action.key}`,
    job,
    phase: kind.phase,
    async perform() {
      const stored = await storedOf(job, work)
      const body = bodyOfChange(job.facts, action.name, stored, action.wish, action.newName)
      if (body !== undefined) await work.api.write(kind.writes.change ?? '', idsOf(job, work), body)
    },
  }
  return [...(isOwn ? [base] : []), ...partSteps(job, action.wish, work)]
}

function deleting(job: Job, action: Deletion, work: Work): Step[] {
  const { kind } = job.facts
  const own = kind.phase > hooksFirst ? -1 : afterAll - kind.phase
  return [
    {
      key: `delete ${kind.name} ${action.key}`,
      job,
      phase: action.isReplaced ? kind.phase - 0.5 : own,
      async perform() {
        const stored = await storedOf(job, work)
        // The creation of the other takes its place.
        if (action.isReplaced && kind.writes.replaces?.(stored)) return
        await work.api.write(kind.writes.remove ?? '', idsOf(job, work))
      },
    },
  ]
}

function partSteps(job: Job, wish: Row, work: Work): Step[] {
  const { facts, action } = job
  const own = { kind: facts.kind.name, key: action.key }
  return [...facts.properties].flatMap(([property, fact]) => {
    const { part } = fact
    const value = wish[property]
    if (!part || value === undefined) return []
    const phase = part.phase(value)
    const named = value === null ? [] : (part.refers?.(value) ?? [])
    return [
      {
        key: `${action.do} ${facts.kind.name} ${action.key} ${property}`,
        job,
        phase,
        needs: needed(job, phase, [own, ...named]),
        perform: () => writePart(job, property, fact, value, work),
      },
    ]
  })
}

async function writePart(job: Job, property: string, fact: PropertyFact, wish: unknown, work: Work): Promise<void> {
  const { part, schema } = fact
  const isNew = job.action.do === 'create'
  const ids = idsOf(job, work)
  const row = isNew
    ? { ...(job.action as Creation).wish, [property]: undefined, id: ids.at(-1) }
    : await storedOf(job, work)
  const from = part?.read(row, work.names)
  const to = laidOver(from, wish ?? part?.none, schema, () => {})
  if (isSame(from, to ?? null, schema, () => true)) return
  await part?.write({ api: work.api, names: work.names, ids, row, from, to })
}

async function create(job: Job, action: Creation, work: Work): Promise<void> {
  const { facts } = job
  const { kind } = facts
  const parents = parentIds(job, work)
  const isThere = kind.madeWithParent === action.name && (await isMade(job, action, work))
  if (isThere) return
  const command = kind.writes.create ?? ''
  const { path } = await work.api.operation(command)
  const isInPath = (path.match(/\{/g) ?? []).length > parents.length
  const answer = await work.api.write(
    command,
    isInPath ? [...parents, action.name] : parents,
    bodyOfNew(facts, action.title ?? action.name, action.wish),
  )
  const ids = kind.single ? [] : [...parents, kind.isNamed ? action.name : idIn(answer, job)]
  made(job, ids, work)
  const later = bodyAfterCreation(facts, action.name, action.wish)
  if (later !== undefined) await work.api.write(kind.writes.change ?? '', ids, later)
}

function idIn(answer: unknown, { facts: { kind } }: Job): string {
  const row = Array.isArray(answer) ? answer[0] : answer
  return isPlainObject(row) ? idOf(kind, kind.reads.adapt?.(row) ?? row) : ''
}

function made(job: Job, ids: readonly string[], { names, paths }: Work): void {
  const { kind, key } = job.action
  job.ids = ids
  paths.set(`${kind}\n${key}`, ids)
  names.add(kind, key, ids.at(-1) ?? '')
}

/** Whether an object of this key is there now; if so, it is known from here on. */
async function isMade(job: Job, action: Creation, work: Work): Promise<boolean> {
  const { kind } = job.facts
  const parents = parentIds(job, work)
  const { list = '', query } = kind.reads
  const rows = kind.within ? await work.api.rows(list, parents, query) : await new RowReader(work.api).rows(kind)
  const property = kind.key.property
  const own = rows.filter(
    (row) =>
      (kind.key.of ? kind.key.of(row) : property === undefined ? '' : row[property]) === (action.title ?? action.name),
  )
  const [row] = own
  if (row === undefined || own.length > 1) return false
  const ids = kind.single ? [] : [...parents, idOf(kind, row)]
  // One that was there before is not the one that was made.
  if (kind.key.repeats && [...work.paths.values()].some((each) => each.join('/') === ids.join('/'))) return false
  made(job, ids, work)
  return true
}

function parentIds({ action, facts }: Job, { paths }: Work): readonly string[] {
  const { within } = facts.kind
  if (!within) return []
  const ids = paths.get(`${within.kind}\n${action.parentKey}`)
  if (!ids) throw new Unmet({ kind: within.kind, key: action.parentKey ?? '' })
  return ids
}

function idsOf(job: Job, { paths }: Work): readonly string[] {
  const { kind, key } = job.action
  const ids = job.ids ?? paths.get(`${kind}\n${key}`)
  if (!ids) throw new Unmet({ kind, key })
  return ids
}

/** The object as it is now. Throws a RefusedError where somebody has changed or deleted it since it was compared. */
function storedOf(job: Job, work: Work): Promise<Row> {
  job.stored ??= readAgain(job, work)
  return job.stored
}

async function readAgain(job: Job, { api, names, paths, seen }: Work): Promise<Row> {
  const { action, facts } = job
  const place = `${action.kind}\n${action.key}`
  const row = await new RowReader(api).again(facts.kind, paths.get(place) ?? [])
  if (!row) throw moved(`${action.key || action.kind} has been deleted meanwhile`)
  const before = job.isTouched ? undefined : seen.get(place)?.mark
  if (before !== undefined && markOf(objectForm(facts, row, names)) !== before) {
    throw moved(`${action.key || action.kind} has been changed meanwhile`)
  }
  return row
}

function moved(message: string): RefusedError {
  return new RefusedError(message, { code: 'tenant.moved', hint: 'look at it, and apply again' })
}
