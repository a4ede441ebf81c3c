import { exactJson } from '../../base/exact-json.js'
import { redactSecrets } from '../../base/secret-names.js'
import type { Operation } from '../../call/facts/operation.js'
import type { Answer } from '../../call/http/exchange.js'
import { totalOf } from '../../call/http/pages.js'
import { isDestructive } from '../../call/operation/confirm.js'
import { shownRequest } from '../../call/operation/dry-run.js'
import { OperationDoor } from '../../call/operation/operation-door.js'
import { pagingOf } from '../../call/operation/paging.js'
import { parse, printableOf, rowsOf } from '../../call/operation/printable.js'
import type { TenantClient } from '../../call/operation/tenant-client.js'
import { withPage } from '../../call/operation/walk-pages.js'
import { leftNotice } from '../../call/output/notice.js'
import type { Input } from '../../call/request/input.js'
import type { ApiRequest } from '../../call/request/request.js'
import type { OperationSchema } from '../../call/request/schema.js'
import type { CallLog } from './call-log.js'
import type { Caller } from './caller.js'
import type { Guard } from './consent.js'
import type { ScriptFiles } from './files.js'
import type { Reply } from './host.js'
import { inputOf } from './inputs.js'
import type { OperationNames } from './names.js'
import type { Tenants } from './tenants.js'
import { usualColumns } from './usual-columns.js'
import { inScriptWords, refusedInScriptWords } from './wording.js'

/** What calling an operation needs of the run. */
export interface CallContext {
  names: OperationNames
  /** The facts of a command's operation. */
  operation: (command: string) => Promise<Operation>
  /** What is known of its inputs and answers. */
  schema: (command: string) => Promise<OperationSchema>
  tenants: Tenants
  files: ScriptFiles
  guard: Guard
  log: CallLog
  say: (text: string) => Promise<void>
  /** The script gets what is secret in answers masked. */
  masked: boolean
  /** Reads are sent, writes are told. */
  dryRun: boolean
}

/** One call as the script hands it over. */
export interface Asked {
  profile?: string
  /** Name in Lua. */
  operation: string
  parameters: Record<string, unknown>
}

/** The calls of a script. */
export class OperationCalls {
  /** Those called so far, by command. */
  private readonly operations = new Map<string, Promise<Operation>>()
  /** Those of which it was said that a page is not the list. */
  private readonly toldOf = new Set<string>()

  constructor(private readonly context: CallContext) {}

  /** Makes a call: its answer, and what came with it. Throws what the command would. */
  async call(asked: Asked): Promise<Reply> {
    const call = await this.prepare(asked)
    const paging = await inScriptWords(async () => pagingOf(call.operation, call.input.flags))
    const request = withPage(await call.request(), paging)
    if (this.context.dryRun && request.method !== 'GET') return call.tell(request)
    await call.guard(request)
    const answer = await call.send(request)
    if (paging.page === undefined && paging.pageSize === undefined) await this.tellOfRest(call, answer)
    return call.replyOf(answer)
  }

  /** Understands a call, and sends nothing. Throws a UsageError for inputs that cannot be right. */
  async prepare({ profile, operation: lua, parameters }: Asked): Promise<OperationCall> {
    const { names, tenants, files } = this.context
    if (profile !== undefined) tenants.refuseOthers(profile)
    const named = names.commandOf(lua)
    if (named === undefined) throw names.unknown(lua)
    const operation = await this.operationOf(named.command)
    this.context.guard.permit(operation, { lua, profile, ...named })
    const input = await inScriptWords(async () => inputOf(operation, lua, parameters, named.command))
    if (typeof input.flags.file === 'string') await files.readable(input.flags.file)
    return new OperationCall(operation, input, { lua, profile, ...named }, this.context)
  }

  /** The columns by which a table of this result is told apart, where it is what an operation answered. */
  async columnsOf(result: unknown): Promise<readonly string[] | undefined> {
    const called = [...this.operations].map(async ([command, operation]) => ({
      operation: await operation,
      known: async () => (await this.context.schema(command)).columns,
    }))
    return usualColumns(result, await Promise.all(called))
  }

  /** A script that asked for no page may take the first for the list: said once for each operation. */
  private async tellOfRest({ operation, lua }: OperationCall, answer: Answer): Promise<void> {
    const { total, capped } = totalOf(answer)
    const rows = operation.paging && answer.status < 300 ? rowsOf(parse(answer), operation.rows) : undefined
    const left = rows ? leftNotice(rows.length, total, capped) : undefined
    if (left === undefined || this.toldOf.has(lua)) return
    this.toldOf.add(lua)
    await this.context.say(`logto.${lua}: ${left.replace(/use --all$/, `logto.each(logto.${lua}) gives all`)}`)
  }

  private operationOf(command: string): Promise<Operation> {
    const operation = this.operations.get(command) ?? this.context.operation(command)
    this.operations.set(command, operation)
    return operation
  }
}

/** One operation on one tenant, on its way from a script. */
class OperationCall {
  private readonly door: OperationDoor

  constructor(
    readonly operation: Operation,
    readonly input: Input,
    private readonly caller: Caller,
    private readonly context: CallContext,
  ) {
    const { schema, say } = context
    const { command } = caller
    this.door = new OperationDoor({
      ...{ operation, command, say },
      schema: () => schema(command),
      client: () => this.client(),
    })
  }

  /** Its name in scripts. */
  get lua(): string {
    return this.caller.lua
  }

  /** The request that the call stands for. Throws a UsageError for what cannot be right. */
  request(): Promise<ApiRequest> {
    return inScriptWords(() => this.door.request(this.input))
  }

  /** What stands between a write and its sending, as for commands. */
  async guard(request: ApiRequest): Promise<void> {
    const { tenant } = await this.client()
    await this.context.guard.guard(tenant, this.operation, request, this.input, this.caller)
  }

  /** Sends a request and returns its answer of 2xx or 3xx; any other raises the failure it stands for. */
  async send(request: ApiRequest): Promise<Answer> {
    const { log } = this.context
    return log.around(this.caller, request, () => refusedInScriptWords(() => this.door.send(request)))
  }

  /** What a dry run does in the place of a write: the script gets the request that was not sent. */
  async tell(request: ApiRequest): Promise<Reply> {
    const { tenant } = await this.client()
    const shown = shownRequest(request, this.operation, tenant.endpoint)
    const { pathname, search } = new URL(shown.url)
    const content = shown.body === undefined ? '' : ` ${exactJson(shown.body)}`
    const mark = isDestructive(this.operation, request) ? ' (destroys something)' : ''
    await this.context.say(`not sent: ${shown.method} ${pathname}${search}${content}${mark}`)
    this.context.log.notSent(this.caller, request)
    return { value: exactJson({ dry_run: true, ...shown }), more: exactJson({}) }
  }

  /** The answer as a script gets it: JSON as the server wrote it, since parsing it here could cost digits. */
  replyOf(answer: Answer): Reply {
    const facts = factsOf(answer)
    return { value: this.valueOf(answer), more: exactJson(this.context.masked ? redactSecrets(facts) : facts) }
  }

  private valueOf(answer: Answer): string {
    const printable = printableOf(answer, this.operation, this.input.args)
    switch (printable.kind) {
      case 'empty':
        return exactJson({ success: true, status: printable.status })
      case 'redirect':
        return exactJson({ success: true, status: printable.status, location: printable.location })
      case 'text':
        return exactJson(printable.text)
      default:
        return this.shown(answer.text, printable.kind === 'rows' ? printable.document : printable.value)
    }
  }

  /** A document as a script gets it; `document` is what its text says. */
  shown(text: string, document: unknown): string {
    return this.context.masked ? exactJson(redactSecrets(document)) : text
  }

  private client(): Promise<TenantClient> {
    return this.context.tenants.client(this.caller.profile, this.operation.authority)
  }
}

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
