import { Cookies } from './cookies.js'
import type { Session } from './session.js'

/** What is read of an answer: headers by lower-case name, the body as it came. */
interface Answer {
  status: number
  headers: Readonly<Record<string, string | string[]>>
  text: string
}

/** Changes the stored session under its lock. */
export type Keep = (session: Session, change: (stored: Session) => Promise<Session>) => Promise<void>

/**
 * The sign-in that requests belong to: its cookies go along where they belong, and those that come back are kept.
 * `keep` stores what changes; without it the sign-in lasts as long as the process.
 */
export class Interaction {
  constructor(
    private current: Session,
    private readonly keep?: Keep,
  ) {}

  get session(): Session {
    return this.current
  }

  /** The `Cookie` header for an address; undefined where no cookie belongs. */
  async cookieFor(url: URL): Promise<string | undefined> {
    return (await Cookies.open(this.current.cookies)).headerFor(url)
  }

  /** The values that no debug line may show; a very short cookie is no secret. */
  get secrets(): string[] {
    const { state, nonce, codeVerifier, cookies } = this.current
    return [state, nonce, codeVerifier, ...cookies.cookies.map(({ value }) => String(value ?? ''))].filter(
      (value) => value.length >= 8,
    )
  }

  /** Keeps the cookies of an answer, and where a submitted interaction goes on; one that goes on nowhere has ended. */
  async learn(url: URL, { headers, text, status }: Answer): Promise<void> {
    const setCookie = headers['set-cookie']
    const redirectTo = status < 300 ? redirectIn(text) : undefined
    const hasEnded = status < 300 && redirectTo === undefined && url.pathname === submitPath
    if (setCookie === undefined && redirectTo === undefined && !hasEnded) return
    await this.change(async (session) => {
      const cookies = await Cookies.open(session.cookies)
      cookies.take(url, setCookie)
      return {
        ...session,
        cookies: cookies.stored(),
        ...(redirectTo === undefined ? {} : { redirectTo }),
        ...(hasEnded ? { ended: true as const } : {}),
      }
    })
  }

  /** Notes where the sign-in goes on from here. */
  async goOnAt(url: URL): Promise<void> {
    await this.change(async (session) => ({ ...session, redirectTo: url.href }))
  }

  private async change(change: (session: Session) => Promise<Session>): Promise<void> {
    this.current = await change(this.current)
    await this.keep?.(this.current, change)
  }
}

/** What ends an interaction; nothing else is at this path. */
const submitPath = '/api/experience/submit'

/** `submit` answers `{redirectTo}`, but not for a password reset. */
function redirectIn(text: string): string | undefined {
  if (!text.includes('"redirectTo"')) return undefined
  try {
    const body = JSON.parse(text) as { redirectTo?: unknown } | null
    return typeof body?.redirectTo === 'string' ? body.redirectTo : undefined
  } catch {
    return undefined
  }
}
