import { randomUUID } from 'node:crypto'
import type { Storage } from '../../access/profiles/profile.js'
import { addServer } from '../../access/servers/edit-servers.js'
import { checkServerName, type McpServer, type ServerSecrets } from '../../access/servers/server.js'
import { ServersFile } from '../../access/servers/servers-file.js'
import { UsageError } from '../../base/errors.js'
import { isLoopback } from '../../base/loopback.js'
import { askSecret, canAsk } from '../../call/operation/questions.js'
import { processSources, type Sources } from '../../call/request/sources.js'

type Flags = Readonly<Record<string, unknown>>

/** Variables that would make the program another one, or belong to this program. */
const strangeVariable = /^(LOGTO_|NODE_OPTIONS$|LD_PRELOAD$|DYLD_)/

/**
 * Keeps the server that the command line tells of; `words` are its name and command. Its secrets come from standard
 * input, a line for each in the order of the flags, or are asked without echo. Throws a UsageError.
 */
export async function newServer(words: readonly string[], flags: Flags, env: NodeJS.ProcessEnv): Promise<string> {
  const [name = '', ...command] = words
  checkServerName(name)
  const texts = (flag: string) => (flags[flag] as string[] | undefined) ?? []
  const url = flags.url as string | undefined
  const [secretEnv, secretHeaders] = [texts('secret-env'), texts('secret-header')]
  refuseMixture({ command, url, env: texts('env'), secretEnv, secretHeaders })
  const hasSecrets = secretEnv.length + secretHeaders.length > 0
  const server: McpServer = {
    id: randomUUID(),
    ...(url === undefined
      ? { kind: 'command', command, folder: process.cwd() }
      : { kind: 'url', url: serverUrl(url, flags['insecure-http'] === true) }),
    ...(texts('env').length > 0 ? { env: Object.fromEntries(texts('env').map(plainVariable)) } : {}),
    ...(secretEnv.length > 0 ? { secretEnv: secretEnv.map(variableName) } : {}),
    ...(secretHeaders.length > 0 ? { secretHeaders: secretHeaders.map(headerName) } : {}),
    ...(hasSecrets ? { storage: (flags.storage as Storage | undefined) ?? 'keychain' } : {}),
    createdAt: new Date().toISOString(),
  }
  const { openStore } = await import('../../access/profiles/open-store.js')
  const open = (storage: Storage) => openStore(storage, env)
  // Nothing is asked for that could not be kept.
  if (server.storage) await (await open(server.storage)).check()
  const secrets = await secretsOf(server, flags['no-input'] === true)
  await addServer(new ServersFile(env), open, name, server, secrets)
  return name
}

async function secretsOf({ secretEnv = [], secretHeaders = [] }: McpServer, noInput: boolean): Promise<ServerSecrets> {
  const sources = processSources(canAsk(noInput), (text) => askSecret(text, noInput, 'pipe it in'))
  const values = async (names: readonly string[], what: string) => {
    const found: Record<string, string> = {}
    for (const name of names) found[name] = await secretOf(sources, name, what)
    return found
  }
  return { env: await values(secretEnv, 'variable'), headers: await values(secretHeaders, 'header') }
}

async function secretOf(sources: Sources, name: string, what: string): Promise<string> {
  const value =
    sources.interactive && process.stdin.isTTY
      ? await sources.secret(`Value of the ${what} ${name}:`, name)
      : await sources.line(name)
  if (/[\0\r\n]/.test(value)) throw bad(`the value of ${name} has a line break in it`, 'give it in one line')
  return value.trim()
}

function refuseMixture(given: {
  command: readonly string[]
  url: string | undefined
  env: string[]
  secretEnv: string[]
  secretHeaders: string[]
}): void {
  const { command, url, env, secretEnv, secretHeaders } = given
  if ((command.length === 0) === (url === undefined)) {
    throw bad(
      'give either a command or --url',
      'such as: logto mcp servers add files -- npx -y @modelcontextprotocol/server-filesystem .',
    )
  }
  if (url !== undefined && env.length + secretEnv.length > 0)
    throw bad('--env and --secret-env are for a command', 'a server at an address gets --secret-header')
  if (url === undefined && secretHeaders.length > 0)
    throw bad('--secret-header is for --url', 'a command gets --secret-env')
}

/** An address that a secret may be sent to. */
function serverUrl(text: string, insecureHttp: boolean): string {
  if (!URL.canParse(text))
    throw bad(`--url: ${text || 'an empty value'} is not an address`, 'give one such as https://mcp.example.com/mcp')
  const url = new URL(text)
  if (url.username || url.password)
    throw bad('--url may not carry a username or password', 'give a secret with --secret-header')
  const isOpen = url.protocol === 'http:' && (insecureHttp || isLoopback(url.hostname))
  if (url.protocol !== 'https:' && !isOpen) {
    throw bad(
      `--url: ${url.protocol}//${url.host} is not https: what is sent there could be read on the way`,
      'use https; --insecure-http allows http, where the network can be trusted',
    )
  }
  url.hash = ''
  return url.href
}

function plainVariable(text: string): [string, string] {
  const at = text.indexOf('=')
  if (at < 1) throw bad('--env takes NAME=VALUE', 'a secret is given with --secret-env NAME')
  return [variableName(text.slice(0, at)), text.slice(at + 1)]
}

function variableName(name: string): string {
  if (!/^[A-Za-z_]\w*$/.test(name) || name === '__proto__')
    throw bad(
      `${name} cannot be the name of a variable`,
      'give the name alone, such as GITHUB_TOKEN; its value is asked for',
    )
  if (strangeVariable.test(name))
    throw bad(`a server gets no ${name}`, 'it may change what is run, or is a credential of this program')
  return name
}

function headerName(name: string): string {
  // Names of fields (RFC 9110, 5.6.2); those that the protocol itself sets are not ours to give.
  const isName = /^[!#$%&'*+.^_`|~\w-]+$/.test(name) && name !== '__proto__'
  if (!isName)
    throw bad(
      `${name} cannot be the name of a header`,
      'give the name alone, such as Authorization; its value is asked for',
    )
  if (/^(host|content-length|content-type|accept|transfer-encoding|connection|mcp-.*)$/i.test(name))
    throw bad(`the header ${name} is the protocol's`, 'leave it out')
  return name
}

function bad(message: string, hint: string): UsageError {
  return new UsageError(message, { code: 'usage.bad_server', hint })
}
