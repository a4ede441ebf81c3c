import { accessToken, type TokenFetcher } from '../auth/access-token.js'
import { NotAllowedError } from '../errors.js'
import { HttpClient } from '../http/client.js'
import type { Answer, OutgoingBody, OutgoingRequest } from '../http/exchange.js'
import { type Bundle, environmentBundle } from '../profiles/environment.js'
import { type ApiRequest, urlOf } from '../request/request.js'
import type { Operation } from './operation.js'
import type { Settings } from './settings.js'

/** What a client needs to know of the running program. */
export interface ClientContext {
  env: NodeJS.ProcessEnv
  version: string
  signal: AbortSignal
  onDebug?: (line: string) => void
}

/** An answer, and the token that was sent for it, so that a refusal can be explained from the token itself. */
export interface TenantAnswer {
  answer: Answer
  token: string | undefined
}

/** Sends requests to the one tenant that the settings choose, each with the right that its operation needs. */
export class TenantClient {
  readonly bundle: Bundle
  private readonly http: HttpClient

  /** Throws a NotAllowedError when no tenant is chosen. */
  constructor(
    private readonly settings: Settings,
    private readonly context: ClientContext,
  ) {
    this.bundle = environmentBundle(context.env, settings)
    this.http = new HttpClient({ env: context.env, userAgent: `logto-admin-cli/${context.version}` })
  }

  /**
   * Sends one request. Any status is an answer; what is none raises a NetworkError or InterruptedError.
   * A 401 is tried once more with a new token where that can help.
   */
  async send(request: ApiRequest, authority: Operation['authority']): Promise<TenantAnswer> {
    const token = await this.token(authority)
    const sent = await this.sendWith(request, token?.value)
    const refused = sent.answer.status === 401 && errorCode(sent.answer) === 'auth.unauthorized'
    const fresh = refused ? await token?.renew?.() : undefined
    return fresh === undefined ? sent : this.sendWith(request, fresh)
  }

  /** Lets the process end at once. */
  close(): Promise<void> {
    return this.http.close()
  }

  private async sendWith(request: ApiRequest, token: string | undefined): Promise<TenantAnswer> {
    const outgoing: OutgoingRequest = {
      method: request.method,
      url: urlOf(request, this.bundle.endpoint),
      headers: {
        accept: 'application/json, */*;q=0.5',
        // Error messages are localised; this program speaks English.
        'accept-language': 'en',
        ...request.headers,
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      ...(request.body ? { body: bytesOf(request.body) } : {}),
    }
    return { answer: await this.http.send(outgoing, this.options(token === undefined ? [] : [token])), token }
  }

  private options(secrets: readonly string[]) {
    const { retries, timeoutMs } = this.settings
    const { signal, onDebug } = this.context
    return { retries, timeoutMs, signal, secrets, ...(onDebug ? { onDebug } : {}) }
  }

  private async token(authority: Operation['authority']) {
    const { management, userToken } = this.bundle
    switch (authority) {
      case 'none':
      case 'interaction':
        return undefined
      case 'optional':
        return management ? accessToken(management, this.fetcher(), this.context.env) : undefined
      case 'user':
        if (userToken) return { value: userToken }
        throw new NotAllowedError("this command acts for an end user, and no end user's token is set", {
          code: 'auth.no_user_token',
          hint: 'set LOGTO_USER_TOKEN to an opaque access token of that user, issued without a resource',
        })
      case 'management':
        if (management) return accessToken(management, this.fetcher(), this.context.env)
        throw new NotAllowedError('there are no credentials for the Management API', {
          code: 'auth.no_credentials',
          hint: userToken
            ? "LOGTO_USER_TOKEN is an end user's; set LOGTO_CLIENT_ID and LOGTO_CLIENT_SECRET, or LOGTO_ACCESS_TOKEN"
            : 'set LOGTO_CLIENT_ID and LOGTO_CLIENT_SECRET of a machine-to-machine application, or LOGTO_ACCESS_TOKEN',
        })
    }
  }

  private fetcher(): TokenFetcher {
    return (request, secrets) =>
      this.http.send(
        {
          method: 'POST',
          url: request.url,
          headers: request.headers,
          body: { kind: 'text', text: request.body, contentType: 'application/x-www-form-urlencoded' },
          secretHeaders: ['authorization'],
        },
        this.options(secrets),
      )
  }
}

/** The error code of an answer that is one of Logto's JSON errors. */
export function errorCode(answer: Answer): string | undefined {
  try {
    const body: unknown = JSON.parse(answer.text)
    const code = typeof body === 'object' && body !== null && 'code' in body ? body.code : undefined
    return typeof code === 'string' ? code : undefined
  } catch {
    return undefined
  }
}

function bytesOf(body: NonNullable<ApiRequest['body']>): OutgoingBody {
  switch (body.kind) {
    case 'json':
      return { kind: 'text', text: JSON.stringify(body.value), contentType: 'application/json' }
    case 'form':
      return {
        kind: 'text',
        text: new URLSearchParams(body.value).toString(),
        contentType: 'application/x-www-form-urlencoded',
      }
    case 'file':
      return body
  }
}
