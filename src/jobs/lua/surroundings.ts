import type { Operation } from '../../call/facts/operation.js'
import { Limiters } from '../../call/http/limiters.js'
import { interruption } from '../../call/operation/interruption.js'
import { loadSchema } from '../../call/operation/load-schema.js'
import { notice } from '../../call/output/notice.js'
import { Progress } from '../../call/output/progress.js'
import { apiFunctions } from './api.js'
import type { CallLog } from './call-log.js'
import { Consent } from './consent.js'
import type { Docs } from './docs.js'
import { ScriptFiles } from './files.js'
import { scriptHelpers } from './helpers.js'
import { type HostFunction, hostFunctionOf } from './host.js'
import { keptFolders } from './kept.js'
import { OperationNames } from './names.js'
import { OperationCalls } from './operation-calls.js'
import type { ScriptProgram } from './program.js'
import { replFunctions } from './repl.js'
import { Tenants } from './tenants.js'
import type { ScriptWishes } from './wishes.js'

/** All that a script reaches. */
export interface ScriptSurroundings {
  functions: Readonly<Record<string, HostFunction>>
  /** Dotted names of those that scripts call by their own names. */
  helpers: readonly string[]
  /** The default columns of a result that is what an operation answered. */
  columnsOf(result: unknown): Promise<readonly string[] | undefined>
  close(): Promise<void>
}

/** Opens what the wishes allow a script. Throws a UsageError for a folder that does not exist. */
export async function surroundingsOf(
  wishes: ScriptWishes,
  program: ScriptProgram,
  log: CallLog,
): Promise<ScriptSurroundings> {
  const { settings, allowed } = wishes
  const { root, version, streams } = program
  const say = (text: string) => notice(text, settings.format, streams)
  const names = await OperationNames.open(root, program.tenant)
  const files = await ScriptFiles.open(allowed.read, allowed.write, keptFolders(process.env))
  const limiters = new Limiters({ say: (text) => void say(text) })
  const tenants = new Tenants({ settings, version, streams, limiterFor: limiters.for }, allowed.profiles)
  const calls = new OperationCalls({
    names,
    operation: (command) => operationOf(command, program),
    schema: async (command) => (await program.load(command)).schema ?? loadSchema(root, command),
    tenants,
    files,
    consent: new Consent(wishes.consent),
    log,
    say,
    dryRun: settings.dryRun,
  })
  let docs: Promise<Docs> | undefined
  const helpers = scriptHelpers({
    files,
    progress: new Progress(streams, { format: settings.format, env: process.env }),
    say,
    env: process.env,
    allowedEnv: allowed.env,
    signal: interruption(),
    docs: () => {
      docs ??= import('./docs.js').then(({ Docs }) => new Docs(program, names))
      return docs
    },
  })
  return {
    functions: {
      ...Object.fromEntries(Object.entries(helpers).map(([name, helper]) => [name, hostFunctionOf(helper)])),
      ...apiFunctions({ names, tenants, calls }),
      ...(wishes.script.repl ? replFunctions(streams) : {}),
    },
    helpers: Object.keys(helpers),
    columnsOf: (result) => calls.columnsOf(result),
    close: () => tenants.close(),
  }
}

/** The facts of an operation are those of its command. */
async function operationOf(command: string, { load }: ScriptProgram): Promise<Operation> {
  const { operation } = await load(command)
  if (!operation) throw new Error(`the command ${command} has no operation`)
  return operation
}
