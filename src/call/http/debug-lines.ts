/** What `--debug` shows of a request and its answer: everything but the secrets. */

import { isSecretName, replaceSecrets, secretMask } from '../../base/secret-names.js'
import { span } from './diagnosis.js'
import type { Answer, OutgoingBody, OutgoingRequest } from './exchange.js'

const hidden = '…'

/** Longest piece of a body that is neither JSON nor a form. */
const longestText = 500

/** Headers whose value is always hidden, besides those whose name says that they hold a secret. */
const secretHeader =
  /^(authorization|proxy-authorization|cookie|set-cookie|x-.*-secret)$|secret|token|password|api-?key/

/** Headers that hold a URL, which may carry an authorization code. */
const urlHeader = /^(location|content-location|referer)$/

/** The lines for a request about to be sent with these headers. */
export function requestLines(request: OutgoingRequest, headers: Record<string, string>): string[] {
  const first = `> ${request.method} ${redactUrl(request.url.href)}`
  const body = request.body === undefined ? '' : redactBody(describe(request.body), headers['content-type'] ?? '')
  return [first, ...headerLines('>', headers, request.secretHeaders), ...bodyLine('>', body)]
}

/** The lines for an answer that took `durationMs`. */
export function answerLines(answer: Answer, durationMs: number): string[] {
  const request = answer.requestId === undefined ? '' : `, request id ${answer.requestId}`
  const first = `< ${answer.status} (${span(durationMs)}${request})`
  const body = redactBody(answer.text, String(answer.headers['content-type'] ?? ''))
  return [first, ...headerLines('<', answer.headers), ...bodyLine('<', body)]
}

/**
 * Makes a line safe to show: known secrets are hidden in each spelling they may have (plain, JSON, percent-encoded),
 * and control characters cannot reach the terminal.
 */
export function safeLine(line: string, secrets: readonly string[]): string {
  const spellings = secrets
    .filter((secret) => secret !== '')
    .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret), formEncoded(secret)])
    .sort((a, b) => b.length - a.length)
  const clean = spellings.reduce((text, secret) => text.replaceAll(secret, hidden), line)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  return clean.replace(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
}

function headerLines(mark: string, headers: Answer['headers'], secret: readonly string[] = []): string[] {
  return Object.entries(headers).flatMap(([given, values]) => {
    const name = given.toLowerCase()
    const isSecret = secretHeader.test(name) || secret.includes(name) || isSecretName([name])
    return [values].flat().map((value) => {
      const shown = urlHeader.test(name) ? redactUrl(value) : value
      return `${mark} ${name}: ${isSecret ? hidden : shown}`
    })
  })
}

function bodyLine(mark: string, body: string): string[] {
  return body === '' ? [] : [`${mark} ${body}`]
}

function describe(body: OutgoingBody): string {
  return body.kind === 'text' ? body.text : `(the file ${body.path} as the field ${body.field})`
}

function redactBody(text: string, contentType: string): string {
  if (contentType.startsWith('application/x-www-form-urlencoded')) return redactPairs(text)
  try {
    const value: unknown = JSON.parse(text)
    // A bare text has no name that could say whether it is a secret.
    return JSON.stringify(typeof value === 'string' ? hidden : replaceSecrets(value, () => secretMask, isFreelyNamed))
  } catch {
    return text.length > longestText ? `${text.slice(0, longestText)}… (${text.length} characters)` : text
  }
}

/** Endings of names that hold no secret in the `config` of a connector or webhook. */
const openNames =
  /(url|uri|endpoint|issuer|host|port|region|platform|type|scope|scopes|target|domain|domains|subject|name|from|email|id|ids)$/i

/**
 * Whether somebody else made up the name of a value, so that it cannot tell a secret: below `config` providers and those
 * who set up webhooks do, and what is not known to be harmless may hold a credential.
 */
function isFreelyNamed(path: readonly string[]): boolean {
  const names = path.filter((name) => !/^\d+$/.test(name))
  const at = names.indexOf('config')
  if (at < 0 || at === names.length - 1) return false
  const isHeader = names.slice(at + 1, -1).some((name) => /headers$/i.test(name))
  return isHeader || !openNames.test(names.at(-1) ?? '')
}

/** Hides secret parameters of a URL's query and fragment, and credentials before its host. */
function redactUrl(text: string): string {
  const [, beforeQuery = '', query = '', fragment = ''] = /^([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s.exec(text) ?? []
  const place = beforeQuery.replace(/^([a-z][a-z0-9+.-]*:)?\/\/[^/]*@/i, `$1//${hidden}@`)
  return [place, query && `?${redactPairs(query)}`, fragment && `#${redactPairs(fragment)}`].join('')
}

/** Hides secret values in `name=value&…`; an OAuth `code` is one there, unlike the `code` of a JSON error. */
function redactPairs(pairs: string): string {
  return pairs
    .split('&')
    .map((pair) => {
      const [name = '', value] = pair.split('=', 2)
      const isSecret = name === 'code' || isSecretName([name])
      return value !== undefined && isSecret ? `${name}=${hidden}` : pair
    })
    .join('&')
}

function formEncoded(text: string): string {
  return new URLSearchParams([['', text]]).toString().slice(1)
}
