import { type AccessToken, accessToken } from '../../access/auth/access-token.js'
import type { Credential } from '../../access/auth/credential.js'
import type { Tenant } from '../../access/auth/tenant.js'
import type { TokenFetcher } from '../../access/auth/token-fetcher.js'
import type { Interaction } from '../../access/interaction/interaction.js'
import { NetworkError } from '../../base/errors.js'
import { exactJson } from '../../base/exact-json.js'
import type { Operation } from '../facts/operation.js'
import { HttpClient } from '../http/client.js'
import type { Answer, OutgoingBody, OutgoingRequest, SendOptions } from '../http/exchange.js'
import type { Limiter } from '../http/limiter.js'
import { type ApiRequest, urlOf } from '../request/request.js'
import { errorBody } from './error-body.js'
import { secretsIn, withoutSecrets } from './hide-secrets.js'
import type { Settings } from './settings.js'
import { refuseUnfitCredentials } from './unfit-credentials.js'

/** What a client needs to know of the running program. */
export interface ClientContext {
  env: NodeJS.ProcessEnv
  version: string
  signal: AbortSignal
  onDebug?: (line: string) => void
  /** Decides when each request may start; every one at once without. */
  limiter?: Limiter | undefined
  /** Milliseconds that an interruption waits for the answer of a write that is on its way; none without. */
  graceMs?: number | undefined
}

/** An answer with the request and the token that it is to, so that a refusal can be explained from what was sent. */
export interface TenantAnswer {
  /** None where the tenant sent a sign-in on to an address. */
  request?: ApiRequest
  answer: Answer
  token: string | undefined
}

/** How often a request is tried again, and how long each try may take. */
export type Patience = Pick<Settings, 'retries' | 'timeoutMs'>

/** Sends requests to one tenant, each with the right that its operation needs. */
export class TenantClient {
  private readonly http: HttpClient

  constructor(
    readonly tenant: Tenant,
    private readonly settings: Patience,
    private readonly context: ClientContext,
    /** The sign-in that requests of the authority `interaction` belong to. */
    private readonly interaction?: Interaction,
  ) {
    this.http = new HttpClient({
      env: context.env,
      userAgent: `logto-admin-cli/${context.version}`,
      limiter: context.limiter,
    })
  }

  /**
   * Sends one request. Any status is an answer; what is none raises a NetworkError or InterruptedError.
   * A 401 is tried once more with a new token where that can help. `patience`: another than the command line gives.
   */
  async send(
    request: ApiRequest,
    authority: Operation['authority'],
    patience: Patience = this.settings,
  ): Promise<TenantAnswer> {
    if (authority === 'interaction') return this.sendInInteraction(request)
    const token = await this.token(authority)
    const sent = await this.sendWith(request, token?.value, patience)
    const refused = sent.answer.status === 401 && errorCode(sent.answer) === 'auth.unauthorized'
    const fresh = refused ? await token?.renew?.() : undefined
    return fresh === undefined ? sent : this.sendWith(request, fresh, patience)
  }

  /**
   * Opens an address that the tenant sends a sign-in on to, with the cookies of the sign-in. A redirect is an answer:
   * it is not followed. Throws a NetworkError for an address on another origin: nothing is sent there.
   */
  async open(url: URL): Promise<Answer> {
    if (url.origin !== this.tenant.endpoint.origin) {
      throw new NetworkError(`the tenant sends the sign-in on to ${url.origin}, and nothing is sent there`, {
        code: 'http.redirect',
        hint: "check the tenant's own address (ENDPOINT) and the redirect URI of the application",
      })
    }
    return this.deliver({ method: 'GET', url, headers: commonHeaders })
  }

  /** A valid access token, as `send` would use it. Throws a NotAllowedError when there are no credentials for it. */
  async accessToken(authority: 'management' | 'user'): Promise<string> {
    return (await this.token(authority))?.value ?? ''
  }

  /** Lets the process end at once. */
  close(): Promise<void> {
    return this.http.close()
  }

  private async sendWith(request: ApiRequest, token: string | undefined, patience: Patience): Promise<TenantAnswer> {
    const { graceMs } = this.context
    const outgoing: OutgoingRequest = {
      method: request.method,
      ...(graceMs === undefined || request.method === 'GET' ? {} : { graceMs }),
      url: urlOf(request, this.tenant.endpoint),
      headers: {
        ...commonHeaders,
        ...request.headers,
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      ...(request.body ? { body: bytesOf(request.body) } : {}),
    }
    const secrets = [...(token === undefined ? [] : [token]), ...secretsIn(request)]
    return { request, answer: await this.sendHiding(outgoing, secrets, patience), token }
  }

  /** Of several sign-ins that share a cookie, Logto takes the one of the application that the header names. */
  private async sendInInteraction(request: ApiRequest): Promise<TenantAnswer> {
    const { clientId } = this.interaction?.session ?? {}
    const application = clientId === undefined ? {} : { 'logto-app-id': clientId }
    const outgoing: OutgoingRequest = {
      method: request.method,
      url: urlOf(request, this.tenant.endpoint),
      headers: { ...commonHeaders, ...application, ...request.headers },
      ...(request.body ? { body: bytesOf(request.body) } : {}),
    }
    return { request, answer: await this.deliver(outgoing, secretsIn(request)), token: undefined }
  }

  /** Sends a request with the cookies of the sign-in, and keeps those that come back. */
  private async deliver({ headers, ...outgoing }: OutgoingRequest, secrets: readonly string[] = []): Promise<Answer> {
    const cookie = await this.interaction?.cookieFor(outgoing.url)
    const request = { ...outgoing, headers: { ...headers, ...(cookie === undefined ? {} : { cookie }) } }
    const answer = await this.sendHiding(request, [...(this.interaction?.secrets ?? []), ...secrets])
    await this.interaction?.learn(outgoing.url, answer)
    return answer
  }

  private async sendHiding(
    outgoing: OutgoingRequest,
    secrets: readonly string[],
    patience?: Patience,
  ): Promise<Answer> {
    return withoutSecrets(await this.http.send(outgoing, this.options(secrets, patience)), secrets)
  }

  private options(secrets: readonly string[], { retries, timeoutMs }: Patience = this.settings): SendOptions {
    const { signal, onDebug } = this.context
    const insecureHttp = this.tenant.insecureHttp === true
    return { retries, timeoutMs, signal, secrets, insecureHttp, ...(onDebug ? { onDebug } : {}) }
  }

  private async token(authority: Operation['authority']): Promise<AccessToken | undefined> {
    refuseUnfitCredentials(this.tenant, authority)
    const { management, user } = this.tenant
    switch (authority) {
      case 'none':
      case 'interaction':
        return undefined
      case 'optional':
      case 'management':
        return management && this.fromCredential(await management())
      case 'user':
        return user && this.fromCredential(await user())
    }
  }

  private fromCredential(credential: Credential): Promise<AccessToken> {
    return accessToken(credential, this.fetcher(), this.context.env, this.context.signal)
  }

  /** This program's HTTP as the grants need it. */
  fetcher(): TokenFetcher {
    return ({ method, url, headers, body, graceMs }, secrets) =>
      this.http.send(
        {
          method,
          url,
          headers,
          ...(method === 'POST'
            ? { body: { kind: 'text', text: body, contentType: 'application/x-www-form-urlencoded' } }
            : {}),
          secretHeaders: ['authorization'],
          ...(graceMs === undefined ? {} : { graceMs }),
        },
        this.options(secrets),
      )
  }
}

const commonHeaders = {
  accept: 'application/json, */*;q=0.5',
  // Error messages are localised; this program speaks English.
  'accept-language': 'en',
}

/** The error code of an answer that is one of Logto's JSON errors. */
export function errorCode(answer: Answer): string | undefined {
  return errorBody(answer)?.code
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
