import { environmentCredential } from '../../access/profiles/credential-names.js'
import { UsageError } from '../../base/errors.js'
import { type Settings, settingsOf } from '../../call/operation/settings.js'
import { answerSize } from './answer-size.js'
import type { Level } from './levels.js'
import { topicsServed } from './topics-served.js'

/** What the command line of `logto mcp serve` says, understood. */
export interface ServeWishes {
  settings: Settings
  level: Level
  /** The topics that are served; all where there are none. */
  only: readonly string[]
  /** Most characters of an answer. */
  maxAnswer: number
}

/**
 * Throws a UsageError for a tenant that is not named: assistants start servers in folders that others wrote, whose
 * project files choose nothing here. No credential is read.
 */
export function serveWishes(
  flags: Readonly<Record<string, unknown>>,
  env: NodeJS.ProcessEnv,
  root: string,
): ServeWishes {
  const settings = settingsOf({ ...flags, json: true })
  if (settings.profile === undefined && !(environmentCredential(env) && env.LOGTO_ENDPOINT)) {
    throw new UsageError('the tenant is not named: here no project file and no default profile chooses it', {
      code: 'usage.no_tenant',
      hint: 'give --profile NAME (see `logto profiles list`), or set LOGTO_ENDPOINT with credentials',
    })
  }
  return {
    settings: { ...settings, noInput: true },
    level: (flags.allow as Level | undefined) ?? 'read',
    only: topicsServed(root, (flags.only as string[] | undefined) ?? []),
    maxAnswer: answerSize(flags['max-answer'] as string | undefined),
  }
}
