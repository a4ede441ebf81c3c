import type { HttpMethod, Operation } from '../operation.js'
import type { NamedCommand } from './names.js'

/** One command of `operations/index.json`: what finds an operation by any of its names, without opening its files. */
export interface IndexEntry {
  /** Logto's operationId. */
  id: string
  api: Operation['api']
  method: HttpMethod
  /** Path template, such as `/api/users/{userId}`. */
  path: string
  summary: string
  /** What people may search for beside the words of the summary. */
  keywords: readonly string[]
  /** Its name in Lua scripts: unique. */
  lua: string
  /** An older name in Lua scripts, in camel case here; may stand for several operations. */
  luaAlias?: string
  /** Works, and is listed nowhere. */
  hidden?: true
  /** The command that `logto refresh` made for it before it had a name of people's: still understood. */
  madeName?: string
}

/** The index entry of one command. */
export function indexEntry(
  facts: Operation,
  { topic, verb, name }: NamedCommand,
  luaAlias?: string,
  madeName?: string,
): IndexEntry {
  const { id, api, method, path } = facts
  return {
    id,
    api,
    method,
    path,
    summary: name.summary,
    keywords: name.keywords ?? [],
    lua: luaName(id),
    ...(luaAlias === undefined ? {} : { luaAlias }),
    ...(name.hidden ? { hidden: true as const } : {}),
    ...(madeName === undefined || madeName === `${topic} ${verb}` ? {} : { madeName }),
  }
}

/** `GetUserMfaVerifications` → `get_user_mfa_verifications`. */
function luaName(operationId: string): string {
  return operationId.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toLowerCase()
}
