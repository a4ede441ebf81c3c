import type { Servers } from '../../access/servers/server.js'
import type { Operation } from '../../call/facts/operation.js'
import { Limiters } from '../../call/http/limiters.js'
import { interruption } from '../../call/operation/interruption.js'
import { loadSchema } from '../../call/operation/load-schema.js'
import { notice } from '../../call/output/notice.js'
import { Progress } from '../../call/output/progress.js'
import { apiFunctions } from './api.js'
import type { CallLog } from './call-log.js'
import { Consent, type Guard } from './consent.js'
import type { Docs } from './docs.js'
import { ScriptFiles } from './files.js'
import { scriptHelpers } from './helpers.js'
import { type HostFunction, hostFunctionOf } from './host.js'
import { keptFolders } from './kept.js'
import { McpCalls } from './mcp-calls.js'
import { OperationNames } from './names.js'
import { OperationCalls } from './operation-calls.js'
import type { ScriptProgram } from './program.js'
import { replFunctions } from './repl.js'
import { replBanner } from './repl-banner.js'
import { ReplWords } from './repl-words.js'
import { Tenants } from './tenants.js'
import { Turns } from './turns.js'
import type { ScriptWishes } from './wishes.js'

/** All that a script reaches. */
export interface ScriptSurroundings {
  functions: Readonly<Record<string, HostFunction>>
  /** Dotted names of those that scripts call by their own names. */
  helpers: readonly string[]
  calls: OperationCalls
  tenants: Tenants
  /** Of `--repl`. */
  turns: Turns | undefined
  /** The default columns of a result that is what an operation answered. */
  columnsOf(result: unknown): Promise<readonly string[] | undefined>
  close(): Promise<void>
}

/** What somebody who runs scripts for others puts in the place of the terminal's. */
export interface Bounds {
  guard: Guard
  /** Ends the script's requests and its sleep. */
  signal: AbortSignal
  /** The script gets what is secret masked. */
  masked: boolean
  /** Waits for its turn where the tenant is busy, as a run of many requests does; else a refusal is told at once. */
  isPaced: boolean
  /** Takes how far the script is. */
  progress: { at(done: number, total?: number): Promise<void> }
  say: (text: string) => Promise<void>
}

/** Opens what the wishes allow a script. Throws a UsageError for a folder that does not exist. */
export async function surroundingsOf(
  wishes: ScriptWishes,
  program: ScriptProgram,
  log: CallLog,
  bounds?: Bounds,
): Promise<ScriptSurroundings> {
  const { settings, allowed } = wishes
  const { root, version, streams } = program
  const say = bounds?.say ?? ((text: string) => notice(text, settings.format, streams))
  // Servers are ended with the program, whoever ends it.
  const signals: NodeJS.Signals[] = allowed.mcp.length > 0 ? ['SIGINT', 'SIGTERM', 'SIGHUP'] : ['SIGINT']
  const turns = wishes.script.repl ? new Turns() : undefined
  // Ctrl-C stops one turn of several, and the program else.
  const whole = bounds?.signal ?? interruption(turns ? signals.filter((each) => each !== 'SIGINT') : signals)
  const signal = () => turns?.signal ?? whole
  const names = await OperationNames.open(root, program.tenant)
  const files = await ScriptFiles.open(allowed.read, allowed.write, keptFolders(process.env))
  const limiters = new Limiters({ say: (text) => void say(text) })
  const limiterFor = bounds?.isPaced === false ? undefined : limiters.for
  const tenants = new Tenants({ settings, version, streams, signal, limiterFor }, allowed.profiles)
  const calls = new OperationCalls({
    names,
    operation: (command) => operationOf(command, program),
    schema: async (command) => (await program.load(command)).schema ?? loadSchema(root, command),
    tenants,
    files,
    guard: bounds?.guard ?? new Consent(wishes.consent),
    masked: bounds?.masked === true,
    log,
    say,
    dryRun: settings.dryRun,
  })
  const mcp = new McpCalls({
    allowed: allowed.mcp,
    servers: await serversNamed(allowed.mcp),
    timeoutMs: wishes.serverTimeoutMs,
    version,
    signal: whole,
    env: process.env,
    log,
    say,
    dryRun: settings.dryRun,
  })
  let docs: Promise<Docs> | undefined
  const own = scriptHelpers({
    files,
    progress: bounds?.progress ?? new Progress(streams, { format: settings.format, env: process.env }),
    say,
    env: process.env,
    allowedEnv: allowed.env,
    signal,
    docs: () => {
      docs ??= import('./docs.js').then(({ Docs }) => new Docs(program, names))
      return docs
    },
  })
  const helpers = { ...own, ...mcp.helpers }
  return {
    functions: {
      ...Object.fromEntries(Object.entries(helpers).map(([name, helper]) => [name, hostFunctionOf(helper)])),
      ...apiFunctions({ names, tenants, calls, hasTenant: wishes.hasTenant }),
      ...mcp.functions,
      ...(turns
        ? replFunctions({
            streams,
            turns,
            words: new ReplWords(names, (command) => operationOf(command, program)),
            banner: () => replBanner(wishes, tenants, program),
          })
        : {}),
    },
    helpers: Object.keys(helpers),
    calls,
    tenants,
    turns,
    columnsOf: (result) => calls.columnsOf(result),
    async close() {
      turns?.end()
      await Promise.all([tenants.close(), mcp.close()])
    },
  }
}

/** The servers, read where a script may use one. Throws a UsageError for a name that is none. */
async function serversNamed(names: readonly string[]): Promise<Servers> {
  if (names.length === 0) return { version: 1, servers: {} }
  const { ServersFile } = await import('../../access/servers/servers-file.js')
  const { findServer } = await import('../../access/servers/server.js')
  const servers = await new ServersFile(process.env).read()
  for (const name of names) findServer(servers, name, '--allow-mcp')
  return servers
}

/** The facts of an operation are those of its command. */
async function operationOf(command: string, { load }: ScriptProgram): Promise<Operation> {
  const { operation } = await load(command)
  if (!operation) throw new Error(`the command ${command} has no operation`)
  return operation
}
