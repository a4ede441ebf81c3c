import type { Tenant } from '../auth/tenant.js'
import { chooseTenant } from '../auth/tenant.js'
import { NotAllowedError } from '../errors.js'
import type { Printable, PrintOptions } from '../output/answer.js'
import { checkColumns } from '../output/check-columns.js'
import { notice } from '../output/notice.js'
import { print } from '../output/print.js'
import { Progress } from '../output/progress.js'
import { openRowPrinter } from '../output/row-printer.js'
import type { Streams } from '../output/streams.js'
import type { Input } from '../request/build.js'
import type { ApiRequest } from '../request/request.js'
import type { OperationSchema } from '../request/schema.js'
import { emptySearchHint, type SearchFlags } from '../request/search.js'
import { processSources } from '../request/sources.js'
import { secretMask } from '../secret-names.js'
import { confirmDestruction } from './confirm.js'
import { printDryRun } from './dry-run.js'
import { interruption } from './interruption.js'
import type { Operation } from './operation.js'
import { OperationCall } from './operation-call.js'
import { type Paging, pagingOf } from './paging.js'
import { printOptions } from './print-answer.js'
import { printableOf } from './printable.js'
import { compileQuery } from './query.js'
import { askSecret, canAsk } from './questions.js'
import { type Settings, settingsOf } from './settings.js'
import { TenantClient } from './tenant-client.js'
import { collectPages, firstPageOf, printPages, walkPages, withPage } from './walk-pages.js'

export { loadSchema } from './load-schema.js'

/** The running program, as an operation sees it. */
export interface Runtime {
  /** As typed: `users list`. */
  command: string
  /** What the command does, in a few words: asked before something is destroyed. */
  summary: string
  /** What the documents say of the operation's body and answer. */
  schema: () => Promise<OperationSchema>
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
  private readonly progress: Progress
  private readonly call: OperationCall
  private opened: Promise<TenantClient> | undefined

  constructor(
    private readonly operation: Operation,
    private readonly input: Input,
    private readonly settings: Settings,
    private readonly runtime: Runtime,
  ) {
    this.say = (text) => notice(text, settings.format, runtime.streams)
    this.canAsk = canAsk(settings.noInput)
    this.progress = new Progress(runtime.streams, { format: settings.format, env: process.env })
    this.call = new OperationCall(operation, input, {
      command: runtime.command,
      schema: runtime.schema,
      sources: processSources(process.stdin, this.canAsk, (question) => this.secret(question)),
      client: () => this.client(),
      confirm: (tenant) => this.confirm(tenant),
      say: this.say,
      around: (_, send) => this.progress.during(send),
      offline: settings.dryRun || settings.curl,
    })
  }

  async execute(): Promise<void> {
    const { operation, settings, runtime } = this
    if (operation.deprecated) await this.say(`${runtime.command} is deprecated: see its help`)
    const paging = pagingOf(operation, this.input.flags)
    if (settings.columns) checkColumns(settings.columns, (await runtime.schema()).columns)
    const query = settings.query === undefined ? undefined : await compileQuery(settings.query)
    if (settings.dryRun || settings.curl) return this.show(paging)
    const request = await this.call.request()
    await this.call.guard(request)
    if (paging.walk && !query) return this.printEveryPage(request, paging)
    const answer = paging.walk
      ? await collectPages(this.pages(request, paging), operation)
      : await this.printable(withPage(request, paging))
    await this.warnOfEmptySearch(answer)
    const shaped = runtime.shape ? runtime.shape(answer) : answer
    await print(query ? query(shaped) : shaped, this.printOptions(), runtime.streams)
  }

  async close(): Promise<void> {
    await (await this.opened?.catch(() => undefined))?.close()
  }

  /** Prints the request instead of sending it, of a walk the first. Some tenant stands for it where none is chosen. */
  private async show(paging: Paging): Promise<void> {
    const request = withPage(await this.call.request(), paging.walk ? firstPageOf(paging) : paging)
    const tenant = await this.chooseTenant().catch((error: unknown) => {
      if (error instanceof NotAllowedError && error.code === 'auth.no_endpoint') return undefined
      throw error
    })
    const { operation, settings, runtime } = this
    if (settings.dryRun) return printDryRun(request, operation, tenant?.endpoint, runtime.streams)
    const { curlLine } = await import('./curl.js')
    const { text, variables } = curlLine(request, operation, tenant?.endpoint)
    await print({ kind: 'text', text, contentType: 'text/x-shellscript' }, this.printOptions(), runtime.streams)
    if (variables.length > 0) await this.say(`the line reads ${variables.map(variableHelp).join(', ')}`)
  }

  /** Asks before something is destroyed. */
  private confirm(tenant: Tenant): Promise<void> {
    const { command, summary } = this.runtime
    const what = [command, ...Object.values(this.input.args)].join(' ')
    return confirmDestruction(tenant, this.input, { what, summary, canAsk: this.canAsk })
  }

  /** Asks without echo; what is shown and not sent hides the answer, so there any will do. */
  private async secret(question: string): Promise<string> {
    const { dryRun, curl } = this.settings
    return dryRun || curl ? secretMask : askSecret(question, !this.canAsk, '')
  }

  private client(): Promise<TenantClient> {
    this.opened ??= this.open()
    return this.opened
  }

  private async open(): Promise<TenantClient> {
    const { version, streams } = this.runtime
    return new TenantClient(await this.chooseTenant(), this.settings, {
      env: process.env,
      version,
      signal: interruption(),
      ...(this.settings.debug ? { onDebug: (line: string) => void streams.err(line) } : {}),
    })
  }

  private async chooseTenant(): Promise<Tenant> {
    const { tenant, notices } = await chooseTenant(this.settings, process.env, process.cwd())
    for (const text of notices) await this.say(text)
    return tenant
  }

  private async printable(request: ApiRequest): Promise<Printable> {
    return printableOf(await this.call.send(request), this.operation, this.input.args)
  }

  private async printEveryPage(request: ApiRequest, paging: Paging): Promise<void> {
    const printer = openRowPrinter(this.printOptions(), this.runtime.streams, { envelope: this.operation.rows })
    const { count, left } = await printPages(this.pages(request, paging), printer)
    if (count === 0) await this.sayWhyEmpty()
    if (left) await this.say(left)
  }

  private pages(request: ApiRequest, paging: Paging) {
    const walk = walkPages((one) => this.call.send(one), request, this.operation, paging)
    return this.progress.along(walk, paging.limit)
  }

  private async warnOfEmptySearch(answer: Printable): Promise<void> {
    if (answer.kind === 'rows' && answer.rows.length === 0) await this.sayWhyEmpty()
  }

  private async sayWhyEmpty(): Promise<void> {
    const hint = this.operation.search ? emptySearchHint(this.input.flags as SearchFlags) : undefined
    if (hint) await this.say(hint)
  }

  private printOptions(): PrintOptions {
    const { columns, reveals } = this.operation
    return printOptions(this.settings, { defaultColumns: columns, reveals: reveals === true })
  }
}

/** How to fill a variable of a curl line. */
function variableHelp(name: string): string {
  return name === 'LOGTO_TOKEN' ? 'LOGTO_TOKEN (`LOGTO_TOKEN=$(logto token)`)' : name
}
