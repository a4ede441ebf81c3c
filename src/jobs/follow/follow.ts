import { UsageError } from '../../base/errors.js'
import { pause } from '../../base/pause.js'
import type { Operation } from '../../call/facts/operation.js'
import { interruption } from '../../call/operation/interruption.js'
import { openClient } from '../../call/operation/open-client.js'
import { printOptions } from '../../call/operation/print-answer.js'
import { type Runtime, runOperation } from '../../call/operation/run-operation.js'
import { type Settings, settingsOf } from '../../call/operation/settings.js'
import { checkColumns } from '../../call/output/check-columns.js'
import { isMachineFormat } from '../../call/output/format.js'
import { notice } from '../../call/output/notice.js'
import { openRowPrinter } from '../../call/output/row-printer.js'
import { buildRequest } from '../../call/request/build.js'
import type { Input } from '../../call/request/input.js'
import { processSources } from '../../call/request/sources.js'
import { parseDuration, parseTime } from '../../call/request/times.js'
import { entriesSince } from './entries.js'
import { LogSource } from './log-source.js'
import { Outage } from './outage.js'
import { compileRowQuery } from './row-query.js'
import { Window } from './window.js'

/** Shorter intervals would use up the rate limit of Logto Cloud, 200 requests in 10 s. */
const shortestMs = 200

/** An entry as wide as most, so that the columns of a table do not depend on the first one. */
const usualEntry = {
  id: 'dk913fbw6xth1ohr53esc',
  createdAt: Date.UTC(2026, 0, 1),
  key: 'ExchangeTokenBy.AuthorizationCode',
  payload: { result: 'Success', userId: 'n9dzjczt3txk' },
}

/**
 * Prints the entries of the audit log as they are written, each once, until it is interrupted (Ctrl-C or SIGTERM).
 * `operation` lists entries; `input` holds its filters, `since` and `interval`. Throws an InterruptedError at the end, a
 * NotAllowedError once the credentials are refused, and what the first request throws; later failures of network and
 * server are waited out.
 */
export async function followLogs(operation: Operation, input: Input, runtime: Runtime): Promise<void> {
  // Asked for before anything else asks for less.
  const signal = interruption(['SIGINT', 'SIGTERM'])
  const settings = settingsOf(input.flags)
  const { since, interval, ...filters } = input.flags as Input['flags'] & { since?: string; interval?: string }
  const begin = (now: number) => (since === undefined ? now : parseTime(since, '--since', now, 'back'))
  const intervalMs = intervalOf(interval ?? '2s')
  const own = { page: '1', 'page-size': '100', 'enable-cap': true, 'start-time': String(begin(Date.now())) }
  if (settings.dryRun || settings.curl) {
    return runOperation(operation, { args: {}, flags: { ...filters, ...own } }, runtime)
  }
  refuseDocuments(settings)
  if (settings.columns) checkColumns(settings.columns, (await runtime.schema()).columns)
  const chosen = settings.query === undefined ? undefined : await compileRowQuery(settings.query)
  const request = await buildRequest(operation, { args: {}, flags: filters }, surroundings(runtime))

  const { streams, version } = runtime
  const say = (text: string) => notice(text, settings.format, streams)
  const options = { ...printOptions(settings, { defaultColumns: operation.columns }), expected: [usualEntry] }
  const printer = openRowPrinter(options, streams)
  const client = await openClient({ settings, version, streams })
  try {
    const outage = new Outage(intervalMs, say)
    const source = new LogSource(client, request, operation, () => outage.over())
    // The first answer tells whether the log may be read, and what time it is where the entries are stamped.
    await source.page({ from: begin(Date.now()) }, 1, 1)
    const window = new Window(begin(source.serverTime ?? Date.now()))
    if (streams.errIsTTY && !isMachineFormat(settings.format))
      await say(`following ${client.tenant.endpoint.host}; Ctrl-C ends`)
    for (;;) {
      try {
        for await (const batch of entriesSince(source.page, window.next(source.serverTime))) {
          const fresh = window.take(batch)
          await printer.rows(chosen ? chosen(fresh) : fresh)
          window.next(source.serverTime)
        }
      } catch (error) {
        await outage.add(error)
      }
      await pause(outage.pauseMs, signal)
    }
  } finally {
    await client.close()
  }
}

function intervalOf(text: string): number {
  const interval = parseDuration(text, 'interval')
  if (interval >= shortestMs) return interval
  throw new UsageError(`--interval: ${text} is too short`, {
    code: 'usage.bad_duration',
    hint: `give at least ${shortestMs}ms; the default is 2s`,
  })
}

/** JSON and YAML print one document, which here would never be complete. */
function refuseDocuments({ format }: Settings): void {
  if (format !== 'json' && format !== 'yaml') return
  throw new UsageError(`--output ${format} is one document, and a log that is followed never ends`, {
    code: 'usage.bad_format',
    hint: 'use -o jsonl: one entry a line',
  })
}

/** The filters are plain texts: nothing is asked, and nothing stored is needed. */
function surroundings({ command, schema, streams }: Runtime) {
  return {
    command,
    schema,
    sources: processSources(false, async () => ''),
    stored: async () => undefined,
    notice: (text: string) => streams.err(text),
  }
}
