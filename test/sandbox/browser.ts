import { CookieJar } from 'tough-cookie'
import { type Answered, answered } from './client.js'

/** What a browser does and nothing more: it keeps cookies and sends them where they belong. It follows no redirect. */
export class Browser {
  readonly jar = new CookieJar()

  constructor(private readonly origin: string) {}

  /** `path` may be a whole address. A body that is not a form goes as JSON. */
  async send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answered> {
    const url = new URL(path, this.origin).href
    const cookie = await this.jar.getCookieString(url)
    const isForm = body instanceof URLSearchParams || body instanceof FormData
    const response = await fetch(url, {
      method,
      redirect: 'manual',
      headers: {
        ...(cookie ? { cookie } : {}),
        ...(body !== undefined && !isForm ? { 'content-type': 'application/json' } : {}),
        ...headers,
      },
      ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
    })
    for (const set of response.headers.getSetCookie()) await this.jar.setCookie(set, url)
    return answered(response)
  }

  get(path: string): Promise<Answered> {
    return this.send('GET', path)
  }

  post(path: string, body?: unknown): Promise<Answered> {
    return this.send('POST', path, body)
  }

  /** Names and paths of the cookies that are kept. */
  async cookies(): Promise<string[]> {
    const { cookies } = await this.jar.serialize()
    return cookies.map((cookie) => `${cookie.key} ${cookie.path}`).sort()
  }
}
