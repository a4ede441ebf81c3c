import { exactJson } from '../../base/exact-json.js'
import type { Operation } from '../facts/operation.js'
import { uploadType } from '../http/body.js'
import { type ApiRequest, urlOf } from '../request/request.js'
import { RequestSecrets } from './request-secrets.js'
import { hereText, jsonTextFunction, type Piece, shellWord, urlTextFunction, type Variable } from './shell-text.js'

/** A request as a line for a POSIX shell. */
export interface CurlLine {
  text: string
  /** Names of the variables that the line reads, the tenant's address and the token first. */
  variables: readonly string[]
}

/** Stands for the tenant's address until the line is put together. */
const somewhere = new URL('http://tenant.invalid')

/** Longest argument that Linux hands to a program is 128 KiB (MAX_ARG_STRLEN); a longer body comes by standard input. */
const longestArgument = 100_000

const endOfBody = 'END_OF_BODY'

/**
 * A request as a call of curl, each secret a shell variable. `endpoint` is undefined where no tenant is chosen: then
 * it is the variable LOGTO_ENDPOINT. Headers that shape only how the answer is delivered (accept, language, compression)
 * are left to curl.
 */
export function curlLine(request: ApiRequest, operation: Operation, endpoint: URL | undefined): CurlLine {
  return new CurlCall(request, operation, endpoint).line()
}

class CurlCall {
  private readonly secrets: RequestSecrets
  private readonly variables = new Map<string, string>()
  private usesJsonText = false
  private usesUrlText = false

  constructor(
    private readonly request: ApiRequest,
    private readonly operation: Operation,
    private readonly endpoint: URL | undefined,
  ) {
    this.secrets = new RequestSecrets(operation)
  }

  line(): CurlLine {
    const { method } = this.request
    const url = this.url()
    const options = [...this.authorization(), ...this.headers(), ...this.query()]
    const { bodyOptions, input = '' } = this.body()
    const address = url.map((piece) => (typeof piece === 'string' ? piece : '')).join('')
    const first = [
      'curl',
      ...(/[[\]{}]/.test(address) ? ['--globoff'] : []),
      ...(method === 'GET' ? [] : ['--request', method]),
      shellWord(url),
    ].join(' ')
    const call = [first, ...options, ...bodyOptions].join(' \\\n  ')
    const functions = [...(this.usesJsonText ? [jsonTextFunction] : []), ...(this.usesUrlText ? [urlTextFunction] : [])]
    const text = `${[...functions, call].join('\n')}${input}\n`
    return { text, variables: [...this.variables.values()] }
  }

  /** The address with its open parameters; beside a body, which takes curl's own encoding, with the secret ones too. */
  private url(): Piece[] {
    const open = this.request.query.filter((pair) => !this.isSecret(pair))
    const { href, search } = urlOf({ ...this.request, query: open }, this.endpoint ?? somewhere)
    const place = this.endpoint ? [href] : [this.variable(['LOGTO_ENDPOINT']), href.slice(somewhere.origin.length)]
    if (!this.request.body) return place
    this.usesUrlText = open.length < this.request.query.length
    const hidden = this.request.query.filter((pair) => this.isSecret(pair))
    return [
      ...place,
      ...hidden.flatMap(([name], i): Piece[] => [
        `${search || i > 0 ? '&' : '?'}${encodeURIComponent(name)}=`,
        { ...this.variable([name]), inUrl: true },
      ]),
    ]
  }

  private isSecret([name, value]: readonly [string, string]): boolean {
    return value !== '' && this.secrets.isParameter(name)
  }

  private authorization(): string[] {
    const { authority } = this.operation
    if (authority === 'interaction') return [`--header ${shellWord(['cookie: ', this.variable(['LOGTO_COOKIE'])])}`]
    if (authority !== 'management' && authority !== 'user') return []
    const token = this.variable([authority === 'user' ? 'LOGTO_USER_TOKEN' : 'LOGTO_TOKEN'])
    return [`--header ${shellWord(['authorization: Bearer ', token])}`]
  }

  private headers(): string[] {
    return Object.entries(this.request.headers).map(([name, value]) => {
      // curl sends an empty header only when it ends in a semicolon.
      if (value === '') return `--header ${shellWord([`${name};`])}`
      return `--header ${shellWord([`${name}: `, this.secrets.isHeader(name) ? this.variable([name]) : value])}`
    })
  }

  private query(): string[] {
    const secret = this.request.query.filter((pair) => this.isSecret(pair))
    if (secret.length === 0 || this.request.body) return []
    const encoded = ([name]: readonly [string, string]) => [`${encodeURIComponent(name)}=`, this.variable([name])]
    // `--get` moves all data into the query.
    return ['--get', ...secret.map((pair) => `--data-urlencode ${shellWord(encoded(pair))}`)]
  }

  private body(): { bodyOptions: string[]; input?: string } {
    const { body } = this.request
    switch (body?.kind) {
      case undefined:
        return { bodyOptions: [] }
      case 'file':
        return { bodyOptions: [`--form ${shellWord([formFile(body)])}`] }
      case 'form':
        return {
          bodyOptions: Object.entries(this.withVariables(body.value) as object).map(
            ([name, value]) =>
              `--data-urlencode ${shellWord([`${encodeURIComponent(name)}=`, value instanceof SecretText ? { variable: value.variable } : String(value)])}`,
          ),
        }
      case 'json': {
        const pieces = this.json(this.withVariables(body.value))
        const type = `--header ${shellWord(['content-type: application/json'])}`
        if (hereText(pieces).length <= longestArgument) {
          return { bodyOptions: [type, `--data-raw ${shellWord(pieces)}`] }
        }
        const input = ` <<${endOfBody}\n${hereText(pieces)}\n${endOfBody}`
        return { bodyOptions: [type, '--data-binary @-'], input }
      }
    }
  }

  private withVariables(value: unknown): unknown {
    return this.secrets.replaced(value, (path, secret) => {
      return new SecretText(this.variable(path).variable, typeof secret === 'string')
    })
  }

  private json(value: unknown): Piece[] {
    if (value instanceof SecretText) {
      if (!value.isText) return [{ variable: value.variable }]
      this.usesJsonText = true
      return ['"', { variable: value.variable, inJson: true }, '"']
    }
    if (Array.isArray(value)) return ['[', ...separated(value.map((item) => this.json(item))), ']']
    if (typeof value !== 'object' || value === null) return [exactJson(value)]
    const members = Object.entries(value).map(([name, part]) => [`${JSON.stringify(name)}:`, ...this.json(part)])
    return ['{', ...separated(members), '}']
  }

  /** A variable named for the place of the secret; another place with the same name gets a number. */
  private variable(path: readonly string[]): Variable {
    const key = path.join('\n')
    const known = this.variables.get(key)
    if (known !== undefined) return { variable: known }
    const name = variableName(path)
    const taken = new Set(this.variables.values())
    let free = name
    for (let number = 2; taken.has(free); number++) free = `${name}_${number}`
    this.variables.set(key, free)
    return { variable: free }
  }
}

/** The place of a secret in a body. */
class SecretText {
  constructor(
    readonly variable: string,
    readonly isText: boolean,
  ) {}
}

/** `config.clientSecret` → `CONFIG_CLIENT_SECRET`; the first of a list → `CODES_1`. */
function variableName(path: readonly string[]): string {
  const words = path.map((part) =>
    /^\d+$/.test(part)
      ? String(Number(part) + 1)
      : part
          .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
          .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
          .replace(/[^A-Za-z0-9]+/g, '_'),
  )
  return words
    .join('_')
    .toUpperCase()
    .replace(/^(?=\d|$)/, 'SECRET_')
}

/** curl's own quoting inside `--form`, for names with a comma, semicolon or quote. */
function formFile({ field, path }: { field: string; path: string }): string {
  const name = /[,;"\\]/.test(path) ? `"${path.replace(/["\\]/g, '\\$&')}"` : path
  return `${field}=@${name};type=${uploadType(path)}`
}

function separated(parts: readonly Piece[][]): Piece[] {
  return parts.flatMap((part, i) => (i === 0 ? part : [',', ...part]))
}
