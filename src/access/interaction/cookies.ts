import type { CookieJar, SerializedCookieJar } from 'tough-cookie'

/** The cookies of a sign-in (RFC 6265): kept by host, path and name, each sent only where it belongs. */
export class Cookies {
  private constructor(private readonly jar: CookieJar) {}

  /** Those that were stored, or none. */
  static async open(stored?: SerializedCookieJar): Promise<Cookies> {
    const { CookieJar } = await import('tough-cookie')
    return new Cookies(stored ? CookieJar.deserializeSync(stored) : new CookieJar())
  }

  /** The `Cookie` header for an address; undefined when no cookie belongs there. */
  headerFor(url: URL): string | undefined {
    return this.jar.getCookieStringSync(url.href) || undefined
  }

  /** Takes the `Set-Cookie` headers of an answer; a cookie that is not the host's own to set is left out. */
  take(url: URL, header: string | readonly string[] | undefined): void {
    for (const text of [header ?? []].flat()) this.jar.setCookieSync(text, url.href, { ignoreError: true })
  }

  /** Names and paths, for people: never the values. */
  names(): { name: string; path: string }[] {
    return this.stored().cookies.map(({ key, path }) => ({ name: String(key), path: String(path ?? '/') }))
  }

  stored(): SerializedCookieJar {
    const serialized = this.jar.serializeSync()
    if (!serialized) throw new Error('the memory store of cookies is synchronous')
    return serialized
  }
}
