import { beforeGitBash } from '../../call/request/api-path.js'
import type { Known } from './catalogue.js'
import { exact, type Found } from './found.js'

/** A method, where one was given, and a path. */
export interface Address {
  method: string | undefined
  path: string
}

/** A path as it stands in a document, a log or an address bar: `GET https://acme.logto.app/api/users/u1?page=2`. */
export function addressOf(typed: string): Address | undefined {
  const match = /^\s*(?:(GET|POST|PUT|PATCH|DELETE)\s+)?(?:https?:\/\/[^/\s]+)?(\/[^\s?#]*)/i.exec(
    beforeGitBash(typed) ?? typed,
  )
  return match ? { method: match[1]?.toUpperCase(), path: match[2] ?? '' } : undefined
}

/** The commands of a path, and after them those whose paths go on from it. */
export function byAddress({ method, path }: Address, commands: readonly Known[]): Found[] {
  const segments = segmentsOf(path)
  return commands.flatMap((known): Found[] => {
    const { operation } = known
    if (!operation || (method !== undefined && method !== operation.method)) return []
    const template = segmentsOf(operation.path)
    if (!segments.every((segment, i) => fits(segment, template[i]))) return []
    // A word is nearer than a parameter that it could be the value of: /api/users/me before /api/users/{userId}.
    const literal = segments.filter((segment, i) => segment === template[i]).length
    return [{ known, score: template.length === segments.length ? exact + literal : exact / 2 - template.length }]
  })
}

function segmentsOf(path: string): string[] {
  return path.split('/').filter((segment) => segment !== '')
}

/** Whether a segment is the template's, or may stand for its parameter: `{userId}`, in the middle of a segment too. */
function fits(segment: string, template: string | undefined): boolean {
  if (template === undefined) return false
  const texts = template.split(/\{[^}]+\}/).map((text) => text.replace(/[.*+?^$()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${texts.join('.+')}$`).test(segment)
}
