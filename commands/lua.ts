import { Args } from '@oclif/core'
import { BaseCommand } from '../src/call/operation/base-command.js'
import { outputFlags, processFlags, requestFlags } from '../src/call/operation/global-flags.js'
import { commandLoader } from '../src/jobs/describe/command-loader.js'
import { scriptFlags, tenantFlags } from '../src/jobs/lua/script-flags.js'

// What a script may do stands behind what is run, before what it may take.
const { eval: code, repl, 'dry-run': dryRun, ...others } = scriptFlags

export default class Lua extends BaseCommand {
  static override readonly summary = 'Run a Lua script that calls the API'
  static override readonly description =
    "Runs a Lua 5.4 script in which every operation is a function: logto.list_users{page_size=50}. One token and one set of connections serve the whole run. The script reaches nothing of this machine but what the flags allow, and destroys nothing before you agree, or --yes does. What it prints goes to standard output, and what it returns is printed at the end; with --json both come in one document. Words that begin with '-' reach the script behind '--'. The guide is docs/lua.md."
  static readonly keywords = ['script', 'workflow', 'automation', 'batch', 'program', 'loop', 'bulk']
  static override readonly usage = ['lua FILE [ARGS...] [FLAGS]', 'lua --eval CODE [ARGS...] [FLAGS]']
  static override readonly examples = [
    { description: 'Run a script with an argument', command: "logto lua suspend-members.lua 'Harbour Books'" },
    {
      description: 'Run one line',
      command: "logto lua --eval 'return logto.get_user{user_id=arg[1]}.name' u4x8k2m9p1qz",
    },
    {
      description: 'Read from one tenant, write to another',
      command: 'logto lua copy-roles.lua production --profile staging --allow-profile production',
    },
    {
      description: 'List what a script would change',
      command: 'logto lua delete-stale-users.lua 300 delete --dry-run',
    },
    { description: 'Try things out', command: 'logto lua --repl' },
  ]
  static override readonly strict = false
  static override readonly args = {
    file: Args.string({ description: "Script to run, '-' for standard input; further words are its arguments" }),
  }
  static override readonly baseFlags = {
    output: outputFlags.output,
    json: outputFlags.json,
    columns: outputFlags.columns,
    'csv-safe': outputFlags['csv-safe'],
    'show-secrets': outputFlags['show-secrets'],
    profile: requestFlags.profile,
    endpoint: requestFlags.endpoint,
    retries: requestFlags.retries,
    timeout: requestFlags.timeout,
    ...processFlags,
  }
  static override readonly flags = { eval: code, repl, 'dry-run': dryRun, ...tenantFlags, ...others }

  override async run(): Promise<void> {
    const { flags, argv } = await this.parseInput()
    const [{ runScript }, { openScriptProgram }] = await Promise.all([
      import('../src/jobs/lua/run-script.js'),
      import('../src/jobs/lua/open-program.js'),
    ])
    const { root, version } = this.config
    const own = { root, version, streams: this.streams, load: commandLoader(import.meta.url, './') }
    await runScript(argv, flags, await openScriptProgram(own, flags))
  }
}
