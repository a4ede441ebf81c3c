import { type AccessToken, accessToken } from '../auth/access-token.js'
import type { Credential } from '../auth/credential.js'
import type { Tenant } from '../auth/tenant.js'
import type { TokenFetcher } from '../auth/token-fetcher.js'
import { NotAllowedError } from '../errors.js'
import { exactJson } from '../exact-json.js'
import { HttpClient } from '../http/client.js'
import type { Answer, OutgoingBody, OutgoingRequest, SendOptions } from '../http/exchange.js'
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

/** Sends requests to one tenant, each with the right that its operation needs. */
export class TenantClient {
  private readonly http: HttpClient

  constructor(
    readonly tenant: Tenant,
    private readonly settings: Pick<Settings, 'retries' | 'timeoutMs'>,
    private readonly context: ClientContext,
  ) {
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

  /** A valid access token, as `send` would use it. Throws a NotAllowedError when there are no credentials for it. */
  async accessToken(authority: 'management' | 'user'): Promise<string> {
    return (await this.token(authority))?.value ?? ''
  }

  /** Lets the process end at once. */
  close(): Promise<void> {
    return this.http.close()
  }

  private async sendWith(request: ApiRequest, token: string | undefined): Promise<TenantAnswer> {
    const outgoing: OutgoingRequest = {
      method: request.method,
      url: urlOf(request, this.tenant.endpoint),
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

  private options(secrets: readonly string[]): SendOptions {
    const { retries, timeoutMs } = this.settings
    const { signal, onDebug } = this.context
    const insecureHttp = this.tenant.insecureHttp === true
    return { retries, timeoutMs, signal, secrets, insecureHttp, ...(onDebug ? { onDebug } : {}) }
  }

  private async token(authority: Operation['authority']): Promise<AccessToken | undefined> {
    const { management, user } = this.tenant
    switch (authority) {
      case 'none':
      case 'interaction':
        return undefined
      case 'optional':
        return management ? this.fromCredential(await management()) : undefined
      case 'user':
        if (user) return this.fromCredential(await user())
        throw new NotAllowedError("this command acts for an end user, and there is no end user's token", {
          code: 'auth.no_user_token',
          hint: 'sign in as that user with `logto login --user`, or set LOGTO_USER_TOKEN to an opaque access token of theirs',
        })
      case 'management':
        if (management) return this.fromCredential(await management())
        throw new NotAllowedError('there are no credentials for the Management API', {
          code: 'auth.no_credentials',
          hint: user
            ? "those given are an end user's: sign in with `logto login`, or set LOGTO_CLIENT_ID and LOGTO_CLIENT_SECRET"
            : 'sign in with `logto login`, or set LOGTO_CLIENT_ID and LOGTO_CLIENT_SECRET of a machine-to-machine application',
        })
    }
  }

  private fromCredential(credential: Credential): Promise<AccessToken> {
    return accessToken(credential, this.fetcher(), this.context.env, this.context.signal)
  }

  /** This program's HTTP as the grants need it. */
  fetcher(): TokenFetcher {
    return ({ method, url, headers, body }, secrets) =>
      this.http.send(
        {
          method,
          url,
          headers,
          ...(method === 'POST'
            ? { body: { kind: 'text', text: body, contentType: 'application/x-www-form-urlencoded' } }
            : {}),
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
      return { kind: 'text', text: exactJson(body.value), contentType: 'application/json' }
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
