import { Cookies } from '../../access/interaction/cookies.js'
import { type Session, stateOf } from '../../access/interaction/session.js'
import { SessionStore } from '../../access/interaction/session-store.js'
import { UsageError } from '../../base/errors.js'
import { nearest } from '../../base/nearest.js'
import { printAnswer, rowsOf } from '../../call/operation/print-answer.js'
import type { ExperienceProgram } from './program.js'

/** What may be shown of a session: nothing by which the tenant would know it. */
export function sessionRow(session: Session) {
  const { name, endpoint, clientId, redirectUri, scope, resources, createdAt, expiresAt } = session
  return {
    session: name,
    state: stateOf(session),
    endpoint,
    clientId,
    redirectUri,
    scope,
    resources,
    createdAt,
    expiresAt,
  }
}

const columns = ['session', 'state', 'endpoint', 'clientId', 'expiresAt']

/** `experience sessions list` */
export async function listSessions({ settings, streams, context }: ExperienceProgram): Promise<void> {
  const store = new SessionStore(context.env)
  const sessions = await Promise.all((await store.names()).map((name) => store.read(name)))
  const rows = sessions.flatMap((session) => (session ? [sessionRow(session)] : []))
  await printAnswer(rowsOf(rows), settings, streams, columns)
}

/** `experience sessions show NAME`; of its cookies the names and paths, never the values. */
export async function showSession(name: string, { settings, streams, context }: ExperienceProgram): Promise<void> {
  const store = new SessionStore(context.env)
  const session = (await store.read(name)) ?? (await noSession(name, store))
  const cookies = (await Cookies.open(session.cookies)).names()
  const value = { ...sessionRow(session), issuer: session.server.issuer, cookieNames: cookies }
  await printAnswer({ kind: 'object', value }, settings, streams)
}

/** `experience sessions remove NAME` and `--all`: forgets them here; the tenant forgets them when their time is up. */
export async function removeSessions(
  name: string | undefined,
  all: boolean,
  { context, say }: ExperienceProgram,
): Promise<void> {
  const store = new SessionStore(context.env)
  if ((name === undefined) === !all) {
    throw new UsageError(all ? 'a name and --all cannot be given together' : 'a name is missing', {
      code: 'usage.bad_flags',
      hint: 'name one session, or give --all; see `logto experience sessions list`',
    })
  }
  if (name !== undefined && !(await store.remove(name))) await noSession(name, store)
  const names = name === undefined ? await store.names() : [name]
  if (name === undefined) for (const each of names) await store.remove(each)
  await say(`${names.length === 1 ? `session ${names[0]} is` : `${names.length} sessions are`} removed`)
}

async function noSession(name: string, store: SessionStore): Promise<never> {
  const near = nearest(name, await store.names())
  throw new UsageError(`there is no session ${name}`, {
    code: 'experience.no_session',
    hint: near.length > 0 ? `did you mean ${near.join(' or ')}?` : 'see `logto experience sessions list`',
  })
}
