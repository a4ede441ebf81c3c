import type { Tenant } from '../auth/tenant.js'
import { UsageError } from '../errors.js'
import { exactJson } from '../exact-json.js'
import type { Answer } from '../http/exchange.js'
import { totalOf } from '../http/pages.js'
import { confirmDestruction } from '../operation/confirm.js'
import { loadSchema } from '../operation/load-schema.js'
import type { Operation } from '../operation/operation.js'
import { OperationCall } from '../operation/operation-call.js'
import { pagingOf } from '../operation/paging.js'
import { parse, printableOf, rowsOf } from '../operation/printable.js'
import { RequestSecrets } from '../operation/request-secrets.js'
import { type DocumentPage, walkPages, withPage } from '../operation/walk-pages.js'
import type { Input } from '../request/build.js'
import type { ApiRequest } from '../request/request.js'
import type { CallLog } from './call-log.js'
import type { ScriptFiles } from './files.js'
import type { HostFunction, Reply } from './host.js'
import { inputOf } from './inputs.js'
import type { OperationNames } from './names.js'
import type { Tenants } from './tenants.js'
import { inScriptWords } from './wording.js'

/** What a script's calls of the API need of the run. */
export interface ApiContext {
  /** The package's folder. */
  root: string
  names: OperationNames
  /** The facts of a command's operation. */
  operation: (command: string) => Promise<Operation>
  tenants: Tenants
  files: ScriptFiles
  log: CallLog
  say: (text: string) => Promise<void>
  /** Reads are sent, writes are told. */
  dryRun: boolean
  /** Destroying was agreed to, and the protected profiles that this goes for. */
  yes: boolean
  confirm: readonly string[]
}

/** One call as the prelude hands it over. */
interface Asked {
  profile?: string
  /** Name in Lua. */
  operation: string
  parameters: Record<string, unknown>
}

interface Prepared {
  operation: Operation
  input: Input
  call: OperationCall
}

/** The functions behind `logto.…{}`, `each` and `profile`. */
export function apiFunctions(context: ApiContext): Record<string, HostFunction> {
  const api = new ScriptApi(context)
  return {
    'api.resolve': (asked) => api.resolve(asked as { profile?: string; name: string }),
    'api.profile': (name) => api.profile(String(name)),
    'api.call': (asked) => api.call(asked as Asked),
    'api.walk': (asked) => api.walk(asked as Asked),
    'api.page': (id) => api.page(Number(id)),
  }
}

class ScriptApi {
  private readonly walks = new Map<number, AsyncGenerator<DocumentPage>>()
  /** Property that holds the rows, by walk. */
  private readonly envelopes = new Map<number, string | undefined>()
  private lastWalk = 0

  constructor(private readonly context: ApiContext) {}

  /** An operation's name goes before a profile's. */
  async resolve({ name }: { name: string }): Promise<Reply> {
    const operation = this.context.names.find(name)
    if (operation !== undefined) return { value: exactJson({ operation }) }
    if (this.context.tenants.isAllowed(name)) return { value: exactJson({ profile: name }) }
    throw this.context.names.unknown(name)
  }

  async profile(name: string): Promise<Reply> {
    this.context.tenants.refuseOthers(name)
    return {}
  }

  async call(asked: Asked): Promise<Reply> {
    const { operation, input, call } = await this.prepare(asked)
    const request = await inScriptWords(async () => withPage(await call.request(), pagingOf(operation, input.flags)))
    if (this.context.dryRun && request.method !== 'GET') return this.tell(asked, operation, request)
    await call.guard(request)
    const answer = await call.send(request)
    return { value: this.valueOf(answer, operation, input), more: exactJson(factsOf(answer)) }
  }

  /** Begins to walk over a list, and gives the number to ask for its pages by. */
  async walk({ parameters: { limit, ...parameters }, ...asked }: Asked): Promise<Reply> {
    const { operation, input, call } = await this.prepare({ ...asked, parameters })
    const flags = { ...input.flags, ...(limit === undefined ? { all: true } : { limit: String(limit) }) }
    const { request, paging } = await inScriptWords(async () => ({
      request: await call.request(),
      paging: pagingOf(operation, flags),
    }))
    await call.guard(request)
    const walk = operation.paging
      ? walkPages((one) => call.send(one), request, operation, paging)
      : onePage(asked.operation, await call.send(request), operation, limit)
    this.lastWalk += 1
    this.walks.set(this.lastWalk, walk)
    this.envelopes.set(this.lastWalk, operation.rows)
    return { value: String(this.lastWalk) }
  }

  /** The next page as the server wrote it, and how many of its rows are meant; nothing after the last. */
  async page(id: number): Promise<Reply> {
    const next = await this.walks.get(id)?.next()
    if (!next || next.done) {
      this.walks.delete(id)
      this.envelopes.delete(id)
      return {}
    }
    const { text, rows, document } = next.value
    const envelope = Array.isArray(document) ? undefined : this.envelopes.get(id)
    return { value: text, more: exactJson({ count: rows.length, rows: envelope }) }
  }

  private async prepare({ profile, operation: lua, parameters }: Asked): Promise<Prepared> {
    const { names, tenants, files, root, say, log } = this.context
    if (profile !== undefined) tenants.refuseOthers(profile)
    const command = names.commandOf(lua)
    if (command === undefined) throw names.unknown(lua)
    const operation = await this.context.operation(command)
    const input = await inScriptWords(async () => inputOf(operation, lua, parameters, command))
    if (typeof input.flags.file === 'string') await files.readable(input.flags.file)
    const call = new OperationCall(operation, input, {
      command,
      schema: () => loadSchema(root, command),
      // A script's values are what they are: none means standard input, a file or a question.
      sources: undefined,
      client: () => tenants.client(profile),
      confirm: (tenant) => this.confirm(tenant, [lua, ...Object.values(input.args)].join(' ')),
      say,
      around: (request, send) => log.around({ operation: lua, profile }, request, send),
      offline: false,
    })
    return { operation, input, call }
  }

  private async confirm(tenant: Tenant, what: string): Promise<void> {
    const { yes, confirm } = this.context
    const named = confirm.find((name) => name === tenant.profile?.name) ?? confirm[0]
    const flags = { yes, ...(named === undefined ? {} : { confirm: named }) }
    await confirmDestruction(tenant, { args: {}, flags }, { what, summary: what, canAsk: false, silence: cannotAsk })
  }

  /** What a dry run does in the place of a write. */
  private async tell({ operation: lua, profile }: Asked, operation: Operation, request: ApiRequest): Promise<Reply> {
    const { method, path, query, body } = new RequestSecrets(operation).masked(request)
    const search = query.length === 0 ? '' : `?${new URLSearchParams(query as [string, string][])}`
    const content = body === undefined ? '' : ` ${body.kind === 'file' ? `@${body.path}` : exactJson(body.value)}`
    await this.context.say(`not sent: ${method} ${path}${search}${content}`)
    this.context.log.notSent({ operation: lua, profile }, request)
    return { value: exactJson({ dry_run: true }), more: exactJson({}) }
  }

  /** JSON as the server wrote it: parsing it here could cost digits. */
  private valueOf(answer: Answer, operation: Operation, { args }: Input): string {
    const printable = printableOf(answer, operation, args)
    switch (printable.kind) {
      case 'empty':
        return exactJson({ success: true, status: printable.status })
      case 'redirect':
        return exactJson({ success: true, status: printable.status, location: printable.location })
      case 'text':
        return exactJson(printable.text)
      default:
        return answer.text
    }
  }
}

const cannotAsk = 'a script cannot be asked'

/** The second result of a call. */
function factsOf(answer: Answer): Record<string, unknown> {
  const { total } = totalOf(answer)
  return {
    status: answer.status,
    headers: answer.headers,
    ...(total === undefined ? {} : { total }),
    ...(answer.requestId === undefined ? {} : { request_id: answer.requestId }),
  }
}

/** A list that comes whole. */
async function* onePage(
  lua: string,
  answer: Answer,
  { rows: envelope }: Operation,
  limit: unknown,
): AsyncGenerator<DocumentPage> {
  const document = parse(answer)
  const rows = rowsOf(document, envelope)
  if (!rows) {
    throw new UsageError(`${lua} does not answer a list`, {
      code: 'lua.no_list',
      hint: `call it by itself: logto.${lua}{…}`,
    })
  }
  const most = typeof limit === 'number' ? limit : rows.length
  yield { document, text: answer.text, rows: rows.slice(0, most), capped: false }
}
