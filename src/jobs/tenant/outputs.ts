import { redactSecrets } from '../../base/secret-names.js'
import { settingsOf } from '../../call/operation/settings.js'
import { documentText } from '../../call/output/document-text.js'
import { isMachineFormat } from '../../call/output/format.js'
import { terminalOf } from '../../call/output/terminal.js'
import { Secret } from './model/secret.js'
import { openTenant } from './open-tenant.js'
import { factsOfAll } from './prepare.js'
import { refuseFailed } from './read/refuse-failed.js'
import { readState } from './read/state.js'
import type { Thing } from './read/things.js'
import { type Program, wishesOf, withReferred } from './wishes.js'

/** Values that Logto makes, by kind: properties of rows. */
const made: Readonly<Record<string, readonly string[]>> = {
  'application-secrets': ['value', 'expiresAt'],
  hooks: ['signingKey'],
}

/** Prints the ids of objects by key, and the secrets that Logto made, for deployments. */
export async function outputs(flags: Readonly<Record<string, unknown>>, program: Program): Promise<void> {
  const wishes = await wishesOf(flags)
  const settings = settingsOf(flags)
  const facts = await factsOfAll(withReferred(wishes.kinds), program.root)
  const opened = await openTenant(wishes, program, false)
  try {
    const state = await readState(opened.api, facts, { of: () => [] }, opened.around)
    refuseFailed(state, facts, 'nothing was printed')
    const value: Record<string, unknown> = {}
    for (const kind of wishes.kinds.filter(({ within, single }) => !within && !single)) {
      const things = [...(state.things.get(kind.name)?.values() ?? [])].sort((a, b) => (a.key < b.key ? -1 : 1))
      if (things.length > 0)
        value[kind.name] = Object.fromEntries(things.map((thing) => [thing.key, outputOf(thing, state.things)]))
    }
    const terminal = terminalOf(process.stdout, process.env, { noColor: settings.noColor })
    const isShown = settings.showSecrets || isMachineFormat(settings.format)
    const format = isMachineFormat(settings.format) ? settings.format : 'yaml'
    await program.streams.out(await documentText(isShown ? value : redactSecrets(value), { format, terminal }))
  } finally {
    await opened.session.close()
  }
}

function outputOf(thing: Thing, all: ReadonlyMap<string, ReadonlyMap<string, Thing>>): unknown {
  const { kind } = thing.facts
  const own = madeBy(thing)
  const inner = [...all.values()].flatMap((things) => [...things.values()].filter(({ parent }) => parent === thing))
  const groups: Record<string, Record<string, unknown>> = {}
  for (const child of inner) {
    const property = child.facts.kind.within?.property ?? ''
    groups[property] = { ...groups[property], [child.name]: kind.name === 'resources' ? child.id : madeBy(child) }
  }
  return { id: thing.id, ...own, ...groups }
}

function madeBy({ facts, row }: Thing): Record<string, unknown> {
  const names = made[facts.kind.name] ?? []
  const pick = (name: string) => (row[name] instanceof Secret ? (row[name] as Secret).value : row[name])
  return Object.fromEntries(
    names.filter((name) => row[name] !== undefined && row[name] !== null).map((name) => [name, pick(name)]),
  )
}
