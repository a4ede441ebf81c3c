import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { UsageError } from '../../base/errors.js'
import { changeFile } from '../profiles/change-file.js'
import { configFolder } from '../profiles/config-folder.js'
import { parseJsonFile } from '../profiles/json-text.js'
import { readPlainFile } from '../profiles/plain-file.js'
import { isProfileName } from '../profiles/profile.js'
import { isExpired, type Session } from './session.js'

const maxBytes = 256 * 1024
const suffix = '.json'

/** The sign-ins under way: one file each (0600 in a 0700 folder), changed by one process at a time. */
export class SessionStore {
  private readonly folder: string

  constructor(env: NodeJS.ProcessEnv) {
    this.folder = join(configFolder(env), 'sign-ins')
  }

  /** The session of that name; undefined when there is none. Throws a UsageError for a file that is none of ours. */
  async read(name: string): Promise<Session | undefined> {
    const path = this.pathOf(name)
    const file = await readPlainFile(path, maxBytes)
    if (file.kind === 'missing') return undefined
    const hint = `remove it: logto experience sessions remove ${name}`
    if (file.kind === 'refused') throw new UsageError(`${path} ${file.why}`, { code: 'config.unreadable', hint })
    const value = await parseJsonFile(file.text, path, hint)
    if (isSession(value, name)) return value
    throw new UsageError(`${path} does not hold a sign-in that this version knows`, { code: 'config.bad_shape', hint })
  }

  /** Stores a new sign-in in the place of whatever had its name. Others whose time is over are removed. */
  async create(session: Session): Promise<void> {
    await changeFile(this.pathOf(session.name), async () => textOf(session))
    for (const name of await this.names()) {
      if (name === session.name) continue
      const other = await this.read(name).catch(() => undefined)
      if (other && isExpired(other)) await rm(this.pathOf(name), { force: true })
    }
  }

  /** Changes a stored sign-in; one that was removed or replaced meanwhile stays as it is. */
  async update(session: Session, change: (stored: Session) => Promise<Session>): Promise<void> {
    await changeFile(this.pathOf(session.name), async () => {
      const stored = await this.read(session.name)
      return stored?.state === session.state ? textOf(await change(stored)) : undefined
    })
  }

  /** Says whether there was one. */
  async remove(name: string): Promise<boolean> {
    const known = await this.names()
    await rm(this.pathOf(name), { force: true })
    return known.includes(name)
  }

  /** The names of all, sorted. */
  async names(): Promise<string[]> {
    const files = await readdir(this.folder).catch(() => [])
    const names = files.filter((file) => file.endsWith(suffix)).map((file) => file.slice(0, -suffix.length))
    return names.filter(isProfileName).sort()
  }

  private pathOf(name: string): string {
    return join(this.folder, `${checkSessionName(name)}${suffix}`)
  }
}

/** Returns the name, or throws a UsageError when it may not name a session. */
export function checkSessionName(name: string): string {
  if (isProfileName(name)) return name
  throw new UsageError(`--session: ${name || 'an empty value'} cannot be the name of a sign-in session`, {
    code: 'usage.bad_session_name',
    hint: 'use up to 64 letters, digits, dots, dashes and underscores, and begin with a letter, digit or underscore',
  })
}

function textOf(session: Session): string {
  return `${JSON.stringify(session, null, 2)}\n`
}

function isSession(value: unknown, name: string): value is Session {
  if (typeof value !== 'object' || value === null) return false
  const { version, name: own, endpoint, state, cookies } = value as Partial<Record<keyof Session, unknown>>
  const isOwn = version === 1 && own === name
  return isOwn && typeof endpoint === 'string' && typeof state === 'string' && typeof cookies === 'object'
}
