import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createInstance, getHttpOperationsFromSpec, type IHttpConfig } from '@stoplight/prism-http'
import { storedOperations } from '../../generate/stored-documents.js'
import type { DocumentedOperation } from '../../src/call/facts/maker/documents.js'
import { storedFolder } from '../openapi/reference.js'
import { refusedQueryNames, strictDocuments } from './strict-documents.js'

type HttpMethod = Parameters<ReturnType<typeof createInstance>['request']>[0]['method']

/** A request as it came, and what is wrong with it; empty when the documents allow it. */
export interface Received {
  method: string
  /** Percent-encoded, without the query. */
  path: string
  query: [string, string][]
  headers: Record<string, string>
  body: string
  violations: string[]
}

interface MockAnswer {
  status: number
  headers: Record<string, string>
  body: string
}

const silent = { child: () => silent, ...Object.fromEntries(logLevels().map((level) => [level, () => undefined])) }

function logLevels(): string[] {
  return ['trace', 'debug', 'info', 'success', 'warn', 'error', 'fatal']
}

/** Prism's complaints about its own answer, never about the request: those it raises first. */
const answerless = /#(NO_RESPONSE_RESPONSE_DEFINED|NO_COMPLEX_OBJECT_TEXT|NOT_ACCEPTABLE|SCHEMA_TOO_COMPLEX)$/

/** Judges requests by the strict copy of the stored documents, and makes up an answer for each. */
export class Prism {
  readonly #prism = createInstance({} as IHttpConfig, { logger: silent as never })

  private constructor(
    private readonly resources: Awaited<ReturnType<typeof getHttpOperationsFromSpec>>,
    private readonly operations: readonly DocumentedOperation[],
  ) {}

  /** Reads the documents of a folder, `openapi/` by default; takes a few seconds. */
  static async open(folder = storedFolder): Promise<Prism> {
    const perDocument = await Promise.all(strictDocuments(folder).map((d) => getHttpOperationsFromSpec(d)))
    return new Prism(perDocument.flat(), storedOperations(new URL(`file://${folder}/`)))
  }

  /** What is wrong with a request, and the answer to it. */
  async judge(request: Omit<Received, 'violations'>): Promise<{ violations: string[]; answer: MockAnswer }> {
    const operation = this.#operationAt(request)
    const declared = operation?.parameters.filter((p) => p.in === 'query').map((p) => p.name) ?? []
    const strange = refusedQueryNames(
      request.query.map(([name]) => name),
      declared,
    )
    const violations = strange.map((name) => `the query name ${name} is not declared`)
    const json = request.headers['content-type'] === 'application/json'
    const result = await this.#prism.request(
      {
        method: request.method.toLowerCase() as HttpMethod,
        url: { path: request.path, query: grouped(request.query) },
        headers: request.headers,
        ...(request.body === '' ? {} : { body: json ? (JSON.parse(request.body) as unknown) : request.body }),
      },
      this.resources,
      {
        checkSecurity: true,
        validateRequest: true,
        validateResponse: false,
        errors: true,
        isProxy: false,
        upstreamProxy: undefined,
        mock: { dynamic: false },
      },
    )()
    if (result._tag === 'Left') {
      if (operation && answerless.test(result.left.name)) return { violations, answer: plainAnswer(operation) }
      return { violations: [...violations, complaint(result.left)], answer: refusal }
    }
    const { output, validations } = result.right
    violations.push(...validations.input.map(({ path, message }) => `${(path ?? []).join('.')} ${message}`))
    if (violations.length > 0) return { violations, answer: refusal }
    const headers = { ...output.headers, ...(output.statusCode >= 300 ? { location: redirectTarget } : {}) }
    return { violations, answer: { status: output.statusCode, headers, body: bodyText(output.body) } }
  }

  /** The operation whose path fits: one with fewer parameters goes first, as everywhere in Logto. */
  #operationAt({ method, path }: Pick<Received, 'method' | 'path'>): DocumentedOperation | undefined {
    const fitting = this.operations.filter((o) => o.method === method && templatePattern(o.path).test(path))
    return fitting.sort((a, b) => a.path.split('{').length - b.path.split('{').length)[0]
  }
}

/** Matches the percent-encoded paths of a template. */
export function templatePattern(template: string): RegExp {
  const escaped = template.replace(/[.*+?^$()|[\]\\]/g, '\\$&')
  return new RegExp(`^${escaped.replace(/\{[^}]+\}/g, '([^/]+)')}$`)
}

const redirectTarget = 'https://app.example.com/continue'

const refusal: MockAnswer = {
  status: 400,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ code: 'contract.violated', message: 'the documents do not allow this request' }),
}

/** Where Prism makes none up: the first success that the document declares, as plain as can be. */
function plainAnswer({ answers }: DocumentedOperation): MockAnswer {
  const [first] = answers.filter(({ status }) => /^[23]/.test(status))
  const status = Number(first?.status ?? 200)
  if (status >= 300) return { status, headers: { location: redirectTarget }, body: '' }
  if (!first?.media) return { status, headers: {}, body: '' }
  const body = first.media.includes('json') ? (first.schema?.type === 'array' ? '[]' : '{}') : 'plain text'
  return { status, headers: { 'content-type': first.media }, body }
}

function bodyText(body: unknown): string {
  if (body === undefined || body === null) return ''
  return typeof body === 'string' ? body : JSON.stringify(body)
}

function complaint(error: Error & { detail?: string; additional?: unknown }): string {
  return [error.message, error.detail, error.additional && JSON.stringify(error.additional)].filter(Boolean).join(': ')
}

function grouped(query: readonly [string, string][]): Record<string, string | string[]> {
  const names = [...new Set(query.map(([name]) => name))]
  return Object.fromEntries(
    names.map((name) => {
      const values = query.flatMap(([n, value]) => (n === name ? [value] : []))
      return [name, values.length === 1 ? (values[0] ?? '') : values]
    }),
  )
}

/** A loopback server that answers as Prism does and keeps what it received. */
export class MockTenant {
  readonly received: Received[] = []
  readonly #server = createServer((request, response) => void this.#answer(request, response))

  constructor(private readonly prism: Prism) {}

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  async #answer(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of message) chunks.push(chunk as Buffer)
    const url = new URL(message.url ?? '/', 'http://tenant')
    const request = {
      method: message.method ?? '',
      path: url.pathname,
      query: [...url.searchParams],
      headers: message.headers as Record<string, string>,
      body: Buffer.concat(chunks).toString('utf8'),
    }
    try {
      const { violations, answer } = await this.prism.judge(request)
      this.received.push({ ...request, violations })
      response.writeHead(answer.status, answer.headers).end(answer.body)
    } catch (error) {
      this.received.push({ ...request, violations: [`the mock failed: ${String(error)}`] })
      response.writeHead(500).end()
    }
  }
}
