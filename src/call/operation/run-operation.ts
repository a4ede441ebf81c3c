import type { Tenant } from '../../access/auth/tenant.js'
import { chooseTenant } from '../../access/auth/tenant.js'
import { NotAllowedError, RefusedError } from '../../base/errors.js'
import { grouped } from '../../base/many.js'
import { secretMask } from '../../base/secret-names.js'
import type { Operation } from '../facts/operation.js'
import type { Answer } from '../http/exchange.js'
import type { Printable, PrintOptions } from '../output/answer.js'
import { checkColumns, checkId } from '../output/check-columns.js'
import { isMachineFormat } from '../output/format.js'
import { leftNotice, notice } from '../output/notice.js'
import { type PagedStreams, withPager } from '../output/pager.js'
import { print } from '../output/print.js'
import { Progress } from '../output/progress.js'
import { openRowPrinter } from '../output/row-printer.js'
import type { Streams } from '../output/streams.js'
import { buildRequest } from '../request/build.js'
import type { Input } from '../request/input.js'
import type { ApiRequest } from '../request/request.js'
import type { OperationSchema } from '../request/schema.js'
import { emptySearchHint, type SearchFlags } from '../request/search.js'
import { processSources } from '../request/sources.js'
import { printDryRun } from './dry-run.js'
import { nextSteps } from './next-steps.js'
import { namedArguments } from './object-name.js'
import { isOpen, openClient } from './open-client.js'
import { type Paging, pagingOf } from './paging.js'
import { printOptions } from './print-answer.js'
import { parse, printableOf } from './printable.js'
import { refuseWrite } from './protection.js'
import { compileQuery } from './query.js'
import { askSecret, canAsk } from './questions.js'
import { guardRequest, isVerdict, sendOperation } from './send-operation.js'
import { type Settings, settingsOf } from './settings.js'
import { sortRows } from './sort-rows.js'
import type { TenantClient } from './tenant-client.js'
import { usualColumns } from './usual-columns.js'
import { proven } from './verification.js'
import { collectPages, firstPageOf, printPages, refuseUnfinished, walkPages, withPage } from './walk-pages.js'

export { loadSchema } from './load-schema.js'

/** Rows that Logto answers when no size of a page is given. */
const usualPage = 20

type Rows = Extract<Printable, { kind: 'rows' }>

/** The running program, as an operation sees it. */
export interface Runtime {
  /** As typed: `users list`. */
  command: string
  /** What the command does, in a few words: asked before something is destroyed. */
  summary: string
  /** What the documents say of the operation's body and answer. */
  schema: () => Promise<OperationSchema>
  /** The schema with what the tenant's own documents add; asked for only where something is not known. */
  widerSchema?: () => Promise<OperationSchema | undefined>
  version: string
  streams: Streams
  /** Changes what is printed, for presets. */
  shape?: (answer: Printable) => Printable
}

/** The one path of every generated command: build the request, send it, print the answer. */
export async function runOperation(operation: Operation, input: Input, runtime: Runtime): Promise<void> {
  const run = new Run(operation, input, settingsOf(input.flags), runtime)
  try {
    await run.execute()
  } finally {
    await run.close()
  }
}

class Run {
  private readonly say: (text: string) => Promise<void>
  private readonly canAsk: boolean
  private readonly streams: PagedStreams
  private readonly progress: Progress
  private opened: Promise<TenantClient> | undefined
  /** A refusal that was the result. */
  private verdict: Answer | undefined

  constructor(
    private readonly operation: Operation,
    private readonly input: Input,
    private readonly settings: Settings,
    private readonly runtime: Runtime,
  ) {
    this.streams = withPager(runtime.streams)
    this.say = (text) => notice(text, settings.format, this.streams)
    this.canAsk = canAsk(settings.noInput)
    this.progress = new Progress(this.streams, { format: settings.format, env: process.env })
  }

  async execute(): Promise<void> {
    const { operation, settings, runtime } = this
    if (operation.deprecated) await this.say(`${runtime.command} is deprecated: see its help`)
    const paging = pagingOf(operation, this.input.flags)
    if (settings.columns) checkColumns(settings.columns, (await runtime.schema()).columns)
    else if (settings.format === 'text' && settings.query === undefined) checkId((await runtime.schema()).columns)
    if (paging.sort)
      checkColumns(
        paging.sort.by.map(({ name }) => name),
        (await runtime.schema()).columns,
      )
    const query = settings.query === undefined ? undefined : await compileQuery(settings.query)
    if (settings.dryRun || settings.curl) return this.show(paging)
    const request = await proven(await this.request(), this.operation, (await this.client()).tenant)
    await this.guard(request)
    if (paging.walk && !query && !paging.sort) return this.printEveryPage(request, paging)
    const walk = paging.walk ? this.walk(request, paging) : undefined
    const read = walk
      ? await collectPages(this.progress.along(walk.pages(), paging.limit), operation)
      : await this.printable(withPage(request, paging))
    const answer = read.kind === 'rows' && paging.sort ? await this.sorted(read, paging.sort) : read
    await this.warnOfEmptySearch(answer)
    const shaped = runtime.shape ? runtime.shape(answer) : answer
    await print(query ? query(shaped) : shaped, this.printOptions(), this.streams)
    if (answer.kind === 'rows') await this.remember(answer.rows)
    if (!isMachineFormat(settings.format)) for (const text of nextSteps(operation, answer)) await this.say(text)
    const isWhole = walk && paging.limit === undefined && paging.sort?.show === undefined
    if (answer.kind === 'rows' && !isWhole) await this.sayWhatIsLeft(answer, paging)
    if (walk) refuseUnfinished(walk)
    if (this.verdict) throw rejected(operation, this.verdict)
  }

  async close(): Promise<void> {
    await this.streams.end()
    await (await this.opened?.catch(() => undefined))?.close()
  }

  /** Prints the request instead of sending it, of a walk the first. Some tenant stands for it where none is chosen. */
  private async show(paging: Paging): Promise<void> {
    const built = withPage(await this.request(), paging.walk ? firstPageOf(paging) : paging)
    const tenant = await this.chooseTenant().catch((error: unknown) => {
      if (error instanceof NotAllowedError && error.code === 'auth.no_endpoint') return undefined
      throw error
    })
    const { operation, settings } = this
    const request = tenant ? await this.asSent(built, tenant) : built
    if (settings.dryRun) return printDryRun(request, operation, tenant?.endpoint, this.streams)
    const { curlLine } = await import('./curl.js')
    const { text, variables } = curlLine(request, operation, tenant?.endpoint)
    await print({ kind: 'text', text, contentType: 'text/x-shellscript' }, this.printOptions(), this.streams)
    if (variables.length > 0) await this.say(`the line reads ${variables.map(variableHelp).join(', ')}`)
  }

  /** With what the tenant's client would add of its own: the application whose sign-in is open, a record of step-up. */
  private async asSent(request: ApiRequest, tenant: Tenant): Promise<ApiRequest> {
    if (this.operation.authority !== 'interaction') return proven(request, this.operation, tenant)
    try {
      const { openInteraction } = await import('../../access/interaction/open-interaction.js')
      const { clientId } = (await openInteraction(tenant, this.settings.session, process.env)).session
      return { ...request, headers: { 'logto-app-id': clientId, ...request.headers } }
    } catch (error) {
      if (error instanceof NotAllowedError) return request
      throw error
    }
  }

  /**
   * What stands between a write and its sending: credentials of the wrong kind, a read-only profile, and a question
   * before something is destroyed.
   */
  private async guard(request: ApiRequest): Promise<void> {
    const { command, summary } = this.runtime
    const { tenant } = await this.client()
    const { args } = this.input
    const what = [command, ...Object.values(args)].join(' ')
    const names = async () => namedArguments(await this.client(), args)
    await guardRequest(tenant, this.operation, request, this.input, { what, summary, names, canAsk: this.canAsk })
  }

  private request(): Promise<ApiRequest> {
    return buildRequest(this.operation, this.input, {
      command: this.runtime.command,
      sources: processSources(
        this.canAsk,
        (question) => this.secret(question),
        this.input.flags.encoding as string | undefined,
      ),
      schema: this.runtime.schema,
      widerSchema: this.runtime.widerSchema,
      stored: (path) => this.stored(path),
      notice: this.say,
    })
  }

  /** Asks without echo; what is shown and not sent hides the answer, so there any will do. */
  private async secret(question: string): Promise<string> {
    const { dryRun, curl } = this.settings
    return dryRun || curl ? secretMask : askSecret(question, !this.canAsk, '')
  }

  /** Reads what a PATCH with `--merge` lays its parts over. A dry run sends nothing, so it starts from nothing. */
  private async stored(path: string): Promise<unknown> {
    if (this.settings.dryRun || this.settings.curl) {
      await this.say('what is stored is not read: the request shows the given parts alone')
      return {}
    }
    refuseWrite((await this.client()).tenant)
    return parse(await this.send({ method: 'GET', path, query: [], headers: {} }))
  }

  /** Sends a request and returns its answer of 2xx or 3xx; any other raises the failure it stands for. */
  private async send(request: ApiRequest): Promise<Answer> {
    const client = await this.client()
    return this.progress.during(() => sendOperation(client, this.operation, request, { say: this.say }))
  }

  private client(): Promise<TenantClient> {
    const { streams } = this
    this.opened ??= openClient(
      { settings: this.settings, version: this.runtime.version, streams },
      this.operation.authority,
    )
    return this.opened
  }

  private async chooseTenant(): Promise<Tenant> {
    const { tenant, notices } = await chooseTenant(this.settings, process.env, process.cwd(), {
      isOpen: isOpen(this.operation.authority),
    })
    for (const text of notices) await this.say(text)
    return tenant
  }

  private async printable(request: ApiRequest): Promise<Printable> {
    const answer = await this.send(request)
    if (isVerdict(this.operation, answer)) this.verdict = answer
    return printableOf(answer, this.operation, this.input.args)
  }

  private async printEveryPage(request: ApiRequest, paging: Paging): Promise<void> {
    const printer = openRowPrinter(this.printOptions(), this.streams, { envelope: this.operation.rows })
    const walk = this.walk(request, paging)
    const pages = this.progress.along(walk.pages(), paging.limit)
    const { count, left, first } = await printPages(pages, printer, paging)
    await this.remember(first)
    if (count === 0) await this.sayWhyEmpty()
    if (left) await this.say(left)
    refuseUnfinished(walk)
  }

  private async sorted(read: Rows, { by, show, asked }: NonNullable<Paging['sort']>): Promise<Rows> {
    const all = sortRows(read.rows, by)
    if (all.length > usualPage && !asked) await this.say(`read all ${grouped(all.length)} rows to sort them`)
    const rows = show === undefined ? all : all.slice(0, show)
    const { envelope } = read
    return {
      ...read,
      rows,
      document: envelope === undefined ? rows : { ...(read.document as object), [envelope]: rows },
    }
  }

  /** Keeps what a person sees in a list, for completion; a script's lists are no business of it. */
  private async remember(rows: readonly unknown[]): Promise<void> {
    const { method, path } = this.operation
    if (!process.stdout.isTTY || isMachineFormat(this.settings.format) || method !== 'GET') return
    const { kindListed, RecentIds } = await import('./recent-ids.js')
    const { tenant } = await this.client()
    await new RecentIds(tenant.endpoint, process.env).keep(kindListed(path), rows)
  }

  private walk(request: ApiRequest, paging: Paging) {
    return walkPages((one) => this.send(one), request, this.operation, paging)
  }

  /** Whatever shaped the output: a query of some rows says nothing of the others. */
  private async sayWhatIsLeft({ rows, total, capped }: Rows, { page }: Paging): Promise<void> {
    const left = leftNotice(rows.length, total, capped, page)
    if (left) await this.say(left)
  }

  private async warnOfEmptySearch(answer: Printable): Promise<void> {
    if (answer.kind === 'rows' && answer.rows.length === 0) await this.sayWhyEmpty()
  }

  private async sayWhyEmpty(): Promise<void> {
    const hint = this.operation.search ? emptySearchHint(this.input.flags as SearchFlags) : undefined
    if (hint) await this.say(hint)
  }

  private printOptions(): PrintOptions {
    const defaultColumns = usualColumns(this.operation, this.input.flags)
    return printOptions(this.settings, { defaultColumns, reveals: this.operation.reveals === true })
  }
}

/** What ends a run whose answer, printed by now, is a no. */
function rejected({ rejected: says = 'the answer is a no' }: Operation, { status, requestId }: Answer): RefusedError {
  return new RefusedError(says, { code: 'answer.rejected', status, requestId, hint: 'the answer tells why' })
}

/** How to fill a variable of a curl line. */
function variableHelp(name: string): string {
  switch (name) {
    case 'LOGTO_TOKEN':
      return 'LOGTO_TOKEN (`LOGTO_TOKEN=$(logto token)`)'
    case 'LOGTO_COOKIE':
      return 'LOGTO_COOKIE (the cookies that the authorization request set: _interaction and _interaction.sig)'
    default:
      return name
  }
}
