import { UsageError } from '../../base/errors.js'
import { loadSchema } from '../../call/operation/load-schema.js'
import { askYes, canAsk } from '../../call/operation/questions.js'
import { tenantName } from '../../call/operation/tenant-name.js'
import { documentText } from '../../call/output/document-text.js'
import { isMachineFormat } from '../../call/output/format.js'
import { notice } from '../../call/output/notice.js'
import { terminalOf } from '../../call/output/terminal.js'
import { type LocalFolder, openFolder } from './files/local-folder.js'
import { writePulled } from './files/write-pulled.js'
import { writeSecrets } from './files/write-secrets.js'
import { factsOf } from './model/facts.js'
import { type OpenTenant, openTenant } from './open-tenant.js'
import type { Known } from './read/keys.js'
import { refuseFailed } from './read/refuse-failed.js'
import { readState, type State } from './read/state.js'
import { strangeIds } from './read/strange-ids.js'
import { type Program, type Wishes, wishesOf, withReferred } from './wishes.js'

/** Writes the configuration of a tenant into a folder. Nothing is written unless everything was read. */
export async function pull(path: string, flags: Readonly<Record<string, unknown>>, program: Program): Promise<void> {
  const wishes = await wishesOf(flags)
  const kinds = await Promise.all(
    withReferred(wishes.kinds).map((kind) => factsOf(kind, (command) => loadSchema(program.root, command))),
  )
  const local = openFolder(path, kinds, wishes.given)
  const opened = await openTenant(wishes, program, false)
  try {
    await askAboutOther(local, opened, wishes)
    const of = (kind: string, parent?: string): Known[] =>
      (local.wish?.entries.get(kind) ?? []).filter(({ parentKey }) => parentKey === parent).map(knownOf)
    const state = await opened.progress.during(
      () => readState(opened.api, kinds, { of }, opened.around),
      'reading the tenant',
    )
    refuseFailed(state, kinds, 'nothing was written')
    const outcome = writePulled({ local, state, kinds: wishes.kinds, keepLocal: flags['keep-local'] === true })
    if (outcome.losses.length > 0 && !wishes.yes) await askAboutLosses(outcome.losses, wishes, program)
    const secretsFile = flags['with-secrets'] as string | undefined
    if (secretsFile !== undefined) await writeSecrets(secretsFile, path, outcome.secrets)
    await outcome.write(opened.tenant.endpoint.origin)
    await report(path, state, outcome, secretsFile, wishes, program)
  } finally {
    await opened.session.close()
  }
}

function knownOf({
  name,
  renamedFrom,
  values,
}: {
  name: string
  renamedFrom: string | undefined
  values: Known['values']
}): Known {
  return { key: name, renamedFrom, values }
}

async function askAboutOther({ path, wish }: LocalFolder, { tenant }: OpenTenant, wishes: Wishes): Promise<void> {
  const last = wish?.settings.pulledFrom
  if (last === undefined || last === tenant.endpoint.origin || wishes.yes) return
  const what = `${path} was last pulled from ${last}, and this is ${tenantName(tenant)}`
  if (!canAsk(wishes.settings.noInput)) {
    throw new UsageError(what, { code: 'tenant.other_tenant', hint: 'add --yes to pull from this one' })
  }
  if (!(await askYes(`${what}. Pull all the same?`, false))) throw declined()
}

function declined(): UsageError {
  return new UsageError('nothing was written', { code: 'usage.declined' })
}

async function askAboutLosses(losses: readonly string[], { settings }: Wishes, { streams }: Program): Promise<void> {
  for (const loss of losses) await notice(`overwrites ${loss}`, settings.format, streams)
  const what = `${losses.length} ${losses.length === 1 ? 'place' : 'places'} of the files would be overwritten or removed`
  if (!canAsk(settings.noInput)) {
    throw new UsageError(what, {
      code: 'usage.not_confirmed',
      hint: 'add --yes to do it, or --keep-local to keep what the tenant lacks',
    })
  }
  if (!(await askYes(`${what}. Go on?`, false))) throw declined()
}

/** Ids inside texts that are named one by one. */
const shownIds = 10

async function report(
  path: string,
  state: State,
  { files, secrets }: { files: readonly string[]; secrets: ReadonlyMap<string, unknown> },
  secretsFile: string | undefined,
  { settings, kinds }: Wishes,
  { streams }: Program,
): Promise<void> {
  const objects = kinds.flatMap(({ name }) =>
    [...(state.things.get(name)?.values() ?? [])].filter(({ builtIn }) => !builtIn),
  )
  const unavailable = [...state.unavailable]
  const ids = strangeIds(state, new Set(kinds.map(({ name }) => name)))
  if (isMachineFormat(settings.format)) {
    const facts = { folder: path, objects: objects.length, written: files, secrets: [...secrets.keys()], unavailable }
    const value = { ...facts, ids }
    const terminal = terminalOf(process.stdout, process.env, { noColor: settings.noColor })
    await streams.out(await documentText(value, { format: settings.format, terminal }))
    return
  }
  const say = (text: string) => notice(text, settings.format, streams)
  await say(
    files.length === 0
      ? `${path} is as the tenant is: ${objects.length} objects`
      : `wrote ${files.length} files for ${objects.length} objects to ${path}`,
  )
  for (const kind of unavailable) await say(`this Logto does not have ${kind}: no file was written for it`)
  if (secrets.size > 0) {
    const where =
      secretsFile === undefined
        ? 'set LOGTO_SECRET_NAME for each, or pull them with --with-secrets FILE'
        : `their values are in ${secretsFile}`
    await say(`${secrets.size} secrets stand in the files by name (${where}): ${[...secrets.keys()].join(', ')}`)
  }
  for (const { place, id, of } of ids.slice(0, shownIds)) {
    await say(`${place} holds ${id}, the id of ${of} here: another tenant has another, see !var`)
  }
  if (ids.length > shownIds) await say(`and ${ids.length - shownIds} more ids of this tenant, see --json`)
}
