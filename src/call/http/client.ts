/** Sends one request well: within its time, again where that is safe, and with failures that say what to do. */

import { setTimeout as wait } from 'node:timers/promises'
import { type CliFailure, InterruptedError, UsageError } from '../../base/errors.js'
import { isLoopback } from '../../base/loopback.js'
import { acceptedEncoding, readAnswer } from './answer.js'
import { encodeBody } from './body.js'
import { Connections } from './connections.js'
import { answerLines, requestLines, safeLine } from './debug-lines.js'
import { type Diagnosis, span, TimeUp } from './diagnosis.js'
import type { Answer, OutgoingRequest, SendOptions } from './exchange.js'
import { diagnose, failure } from './failures.js'
import type { Limiter, Verdict } from './limiter.js'
import { type Attempt, type Outcome, tryOnce, type WireRequest } from './one-try.js'
import { backoff, isRepeatable, isUnclear, pauseAsked, waitAfter } from './retry.js'

/** How often one request is sent again since the server took no more at that time. */
const mostRefusals = 50

/** Longest time a Node timer can run; a longer one would end at once. */
const longestTimerMs = 2 ** 31 - 1

export interface HttpClientOptions {
  /** Where the proxy variables are read from. */
  env: NodeJS.ProcessEnv
  userAgent: string
  /** Milliseconds before the first repetition, 500 by default; each further one waits twice as long. */
  backoffMs?: number
  /** Decides when each try may start; without it, every one starts at once. */
  limiter?: Limiter | undefined
}

/** One try's end: an answer, or the failure to end with and whether the request had left this machine. */
type TryResult = { answer: Answer } | { diagnosis: Diagnosis; sent: boolean; cause: unknown }

export class HttpClient {
  readonly #connections: Connections
  readonly #userAgent: string
  readonly #backoffMs: number
  readonly #limiter: Limiter | undefined

  constructor({ env, userAgent, backoffMs = 500, limiter }: HttpClientOptions) {
    this.#connections = new Connections(env)
    this.#userAgent = userAgent
    this.#backoffMs = backoffMs
    this.#limiter = limiter
  }

  /**
   * Sends a request until there is an answer that stands, and gives that answer whatever its status.
   * Repeated are: GET, HEAD, PUT and DELETE after a network failure, a timeout, 502, 503 and 504; any method after 429
   * and when nothing had been sent. See `retry.ts` for what is never repeated. A 429 that the limiter waits out is no try.
   * @throws NetworkError when there was no answer, `network.refused`, `.dns`, `.unreachable`, `.tls`, `.timeout`,
   *   `.cut` (closed before or amid the answer), `.protocol` (not HTTP) or `.proxy`
   * @throws InterruptedError when `options.signal` is aborted
   * @throws UsageError `usage.insecure_http`, `usage.bad_request` (a header that cannot be sent)
   */
  async send(request: OutgoingRequest, options: SendOptions): Promise<Answer> {
    refuseOpenHttp(request.url, options)
    const wire = await this.#encode(request)
    let unclear = false
    let patience = this.#limiter ? mostRefusals : 0
    for (let tries = 1; ; tries++) {
      const result = await this.#inTurn(request, wire, options, { tries, unclear })
      if (patience > 0 && verdictOf(result).kind === 'limited') {
        patience -= 1
        tries -= 1
        continue
      }
      const pause =
        tries > options.retries ? undefined : pauseAfter(result, request, backoff(tries + 1, this.#backoffMs))
      if (pause === undefined) {
        if ('answer' in result) return result.answer
        throw failure(result.diagnosis, tries, result.cause, !isRepeatable(request.method) && (unclear || result.sent))
      }
      unclear ||= 'answer' in result ? isUnclear(result.answer.status) : result.sent
      this.#say(options, `! trying again in ${span(pause)} (try ${tries + 1} of ${options.retries + 1})`)
      await wait(pause, undefined, { ...(options.signal && { signal: options.signal }) }).catch(() => {
        throw interrupted()
      })
    }
  }

  /** Ends all connections at once, so that nothing keeps the process alive. */
  async close(): Promise<void> {
    await this.#connections.close()
  }

  #inTurn(
    request: OutgoingRequest,
    wire: WireRequest,
    options: SendOptions,
    facts: Pick<Answer, 'tries' | 'unclear'>,
  ): Promise<TryResult> {
    const send = () => this.#try(request, wire, options, facts)
    return this.#limiter?.run(send, verdictOf, options.signal) ?? send()
  }

  async #try(
    request: OutgoingRequest,
    wire: WireRequest,
    options: SendOptions,
    facts: Pick<Answer, 'tries' | 'unclear'>,
  ): Promise<TryResult> {
    if (options.signal?.aborted) throw interrupted()
    const { dispatcher, proxy } = await this.#connections.to(request.url)
    this.#say(options, () => requestLines(request, wire.headers))
    const started = now()
    const outcome = await withinTime(request, options, tryOnce(dispatcher, wire))
    const ended = await read(outcome, facts)
    if ('answer' in ended) {
      this.#say(options, () => answerLines(ended.answer, now() - started))
      return ended
    }
    const { stage, error } = ended
    const { method, url } = request
    if (options.signal?.aborted) throw interrupted(stage !== 'connecting' && !isRepeatable(method))
    const diagnosis = diagnose({ method, url, proxy, stage, error, timeoutMs: options.timeoutMs })
    this.#say(options, `! ${diagnosis.message} (${span(now() - started)})`)
    return { diagnosis, sent: stage !== 'connecting', cause: error }
  }

  async #encode({ method, url, headers, body }: OutgoingRequest): Promise<WireRequest> {
    const encoded = body === undefined ? undefined : await encodeBody(body)
    const names = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])
    return {
      method,
      url,
      headers: {
        'user-agent': this.#userAgent,
        'accept-encoding': acceptedEncoding,
        ...Object.fromEntries(names),
        ...(encoded !== undefined && { 'content-type': encoded.contentType }),
      },
      body: encoded?.bytes,
    }
  }

  #say({ onDebug, secrets = [] }: SendOptions, text: string | (() => string[])): void {
    if (onDebug === undefined) return
    for (const line of typeof text === 'string' ? [text] : text()) onDebug(safeLine(line, secrets))
  }
}

/** What a try tells the limiter. */
function verdictOf(result: TryResult): Verdict {
  if (!('answer' in result)) return { kind: 'trouble' }
  const waitMs = pauseAsked(result.answer)
  if (waitMs !== undefined) return { kind: 'limited', waitMs }
  return { kind: isUnclear(result.answer.status) ? 'trouble' : 'taken' }
}

async function read(
  outcome: Outcome,
  facts: Pick<Answer, 'tries' | 'unclear'>,
): Promise<{ answer: Answer } | Extract<Outcome, { kind: 'failure' }>> {
  if (outcome.kind === 'failure') return outcome
  try {
    return { answer: await readAnswer(outcome.answer, facts) }
  } catch (error) {
    return { kind: 'failure', stage: 'answering', error }
  }
}

/** Milliseconds to wait before the next try; nothing when this was the last. */
function pauseAfter(result: TryResult, { method }: OutgoingRequest, backoffMs: number): number | undefined {
  if ('answer' in result) return waitAfter(result.answer, method, backoffMs)
  const isSafe = !result.sent || isRepeatable(method)
  return isSafe && result.diagnosis.lasting === undefined ? backoffMs : undefined
}

/** The outcome of a try that ends when its time is up or, after the request's grace, the caller gives up. */
async function withinTime(
  { graceMs = 0 }: OutgoingRequest,
  { timeoutMs, signal }: SendOptions,
  { outcome, end }: Attempt,
): Promise<Outcome> {
  let grace: NodeJS.Timeout | undefined
  const giveUp = () => {
    const abort = () => end(interrupted())
    if (graceMs === 0) abort()
    else grace = setTimeout(abort, graceMs)
  }
  const timer = timeoutMs > 0 && setTimeout(() => end(new TimeUp()), Math.min(timeoutMs, longestTimerMs))
  signal?.addEventListener('abort', giveUp)
  if (signal?.aborted) giveUp()
  try {
    return await outcome
  } finally {
    if (timer !== false) clearTimeout(timer)
    clearTimeout(grace)
    signal?.removeEventListener('abort', giveUp)
  }
}

function refuseOpenHttp(url: URL, { insecureHttp = false }: SendOptions): void {
  if (url.protocol !== 'http:' || insecureHttp || isLoopback(url.hostname)) return
  throw new UsageError(`nothing is sent to ${url.host} over plain http: it could be read on the way`, {
    code: 'usage.insecure_http',
    hint: 'use https://, or log in with --insecure-http if you trust the network',
  })
}

/** @param unclear a request had left this machine that must not be repeated unseen */
function interrupted(unclear = false): CliFailure {
  return new InterruptedError('interrupted', { code: 'interrupted', unclear })
}

/** Milliseconds on a clock that only goes forward. On Node 20 `performance` is loaded when it is first read, for 0.6 ms. */
function now(): number {
  return process.uptime() * 1000
}
