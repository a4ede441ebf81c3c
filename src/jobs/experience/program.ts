import { chooseTenant, type Tenant } from '../../access/auth/tenant.js'
import { InterruptedError } from '../../base/errors.js'
import { clientContext } from '../../call/operation/open-client.js'
import { askSecret, canAsk } from '../../call/operation/questions.js'
import { type Settings, settingsOf } from '../../call/operation/settings.js'
import type { ClientContext } from '../../call/operation/tenant-client.js'
import { notice } from '../../call/output/notice.js'
import type { Streams } from '../../call/output/streams.js'
import { processSources, type Sources } from '../../call/request/sources.js'

/** The running program, as a sign-in from the shell sees it. */
export interface ExperienceProgram {
  settings: Settings
  context: ClientContext
  streams: Streams
  sources: Sources
  /** The folder with the generated operations. */
  root: string
  /** Says a line on stderr, in the format that was asked for. */
  say: (text: string) => Promise<void>
}

/** Where a command runs. */
export interface Place {
  version: string
  root: string
}

export function experienceProgram(
  flags: Readonly<Record<string, unknown>>,
  { version, root }: Place,
  streams: Streams,
): ExperienceProgram {
  const settings = settingsOf(flags)
  const context = clientContext({ settings, version, streams })
  const ask = (question: string) => askSecret(question, settings.noInput, '')
  const sources = processSources(canAsk(settings.noInput), ask)
  return {
    settings,
    streams,
    root,
    sources: { ...sources, line: (asker) => Promise.race([sources.line(asker), interrupted(context.signal)]) },
    context,
    say: (text) => notice(text, settings.format, streams),
  }
}

/** The tenant that the sign-in is at; what decided is said. */
export async function tenantOf({ settings, context, say }: ExperienceProgram): Promise<Tenant> {
  const { tenant, notices } = await chooseTenant(settings, context.env, process.cwd(), { isOpen: true })
  for (const text of notices) await say(text)
  return tenant
}

function interrupted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const give = () => {
      // An open pipe alone would keep the process alive.
      process.stdin.unref?.()
      reject(new InterruptedError('interrupted', { code: 'interrupted' }))
    }
    if (signal.aborted) give()
    else signal.addEventListener('abort', give, { once: true })
  })
}
