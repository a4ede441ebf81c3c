import { secretMask } from '../../../base/secret-names.js'

/** A secret value. It is sent and compared, and shown to nobody: printed in any way it is a mask. */
export class Secret {
  constructor(readonly value: unknown) {}

  toJSON(): string {
    return secretMask
  }

  toString(): string {
    return secretMask
  }
}

/** A secret that the files name and whose value nobody gave: what is stored stays. */
export class NamedSecret {
  constructor(readonly name: string) {}

  toJSON(): unknown {
    return { $secret: this.name }
  }
}

/** A value with the texts of its secrets, as it is sent. Throws where a named one is left. */
export function revealed(value: unknown): unknown {
  if (value instanceof Secret) return value.value
  if (value instanceof NamedSecret) throw new Error(`the secret ${value.name} has no value`)
  if (Array.isArray(value)) return value.map(revealed)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, revealed(part)]))
}

/** A copy in which each text or number at a place that `isSecret` names is a {@link Secret}; positions in lists count not. */
export function withSecrets(
  value: unknown,
  isSecret: (path: readonly string[]) => boolean,
  path: readonly string[] = [],
): unknown {
  if (Array.isArray(value)) return value.map((item) => withSecrets(item, isSecret, path))
  if (typeof value === 'object' && value !== null) {
    if (value instanceof Secret || value instanceof NamedSecret) return value
    const parts = Object.entries(value).map(([name, part]) => [name, withSecrets(part, isSecret, [...path, name])])
    return Object.fromEntries(parts)
  }
  const holds = (typeof value === 'string' && value !== '') || typeof value === 'number'
  return holds && path.length > 0 && isSecret(path) ? new Secret(value) : value
}

/** Where a wish writes secrets: paths without positions in lists, their parts joined by line ends. */
export function secretPlaces(value: unknown, path: readonly string[]): Set<string> {
  if (value instanceof Secret || value instanceof NamedSecret) return new Set([path.join('\n')])
  if (typeof value !== 'object' || value === null) return new Set()
  const isList = Array.isArray(value)
  const parts = Object.entries(value).flatMap(([name, part]) => [
    ...secretPlaces(part, isList ? path : [...path, name]),
  ])
  return new Set(parts)
}
