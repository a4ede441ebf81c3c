import { isSecretName, replaceSecrets, secretMask } from '../../base/secret-names.js'
import type { FieldFact, Operation } from '../facts/operation.js'
import type { ApiRequest } from '../request/request.js'

/** Tells the secrets of an operation's requests: what its facts mark, and what is known by its name. */
export class RequestSecrets {
  private readonly parameters: ReadonlySet<string>
  private readonly properties: ReadonlySet<string>

  constructor({ query, body }: Pick<Operation, 'query' | 'body'>) {
    this.parameters = wiresOfSecrets(query)
    this.properties = wiresOfSecrets(body?.fields ?? {})
  }

  /** A `code` in a query is OAuth's. */
  isParameter(name: string): boolean {
    return this.parameters.has(name) || name === 'code' || isSecretName([name])
  }

  isHeader(name: string): boolean {
    return isSecretName([name]) || isSecretName(['headers', name])
  }

  /** A body with something else in the place of each secret text and number. */
  replaced(body: unknown, replace: (path: readonly string[], secret: string | number) => unknown): unknown {
    return replaceSecrets(body, replace, ([name]) => name !== undefined && this.properties.has(name))
  }

  /** The request with its secrets masked, those that `--header` and `--query-param` gave too. */
  masked(request: ApiRequest): ApiRequest {
    const { query, headers, body } = request
    const mask = (value: string, isSecret: boolean) => (isSecret && value !== '' ? secretMask : value)
    return {
      ...request,
      query: query.map(([name, value]) => [name, mask(value, this.isParameter(name))] as const),
      headers: Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name, mask(value, this.isHeader(name))]),
      ),
      ...(body === undefined || body.kind === 'file'
        ? {}
        : { body: { ...body, value: this.replaced(body.value, () => secretMask) } as typeof body }),
    }
  }
}

function wiresOfSecrets(fields: Readonly<Record<string, FieldFact>>): Set<string> {
  return new Set(Object.values(fields).flatMap(({ wire, secret }) => (secret ? [wire] : [])))
}
