/** An answer that refuses a request, in the shape of Logto's error bodies: `{code, message, data?, details?}`. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly extra: { data?: unknown; details?: string } = {},
  ) {
    super(message)
  }

  get body(): object {
    return { code: this.code, message: this.message, ...this.extra }
  }
}

/** How the absence of a row is answered; Logto differs by table and by verb. */
export type Missing = 'not_found' | 'not_exists' | 'with_id' | 'foreign_key' | 'connector'

export function missing(kind: Missing, table: string, id: string): Refusal {
  if (kind === 'with_id')
    return new Refusal(404, 'entity.not_exists_with_id', `No entry of ${table} has the ID \`${id}\`.`)
  if (kind === 'not_exists') return new Refusal(404, 'entity.not_exists', `There is no such entry of ${table}.`)
  if (kind === 'foreign_key') return unknownReference(422)
  if (kind === 'connector') return new Refusal(404, 'connector.not_found', 'There is no such connector.')
  return notFound()
}

export const notFound = () => new Refusal(404, 'entity.not_found', 'There is nothing here.')

/** An id in the body names nothing: 422 below organizations and organization roles, 404 elsewhere. */
export const unknownReference = (status: 404 | 422) =>
  new Refusal(status, 'entity.relation_foreign_key_not_found', 'Something that the request refers to does not exist.')

/** A fault of the server itself, such as a constraint that it does not expect to break: 500 without a code. */
export class ServerFault extends Error {}

/** A constraint of the database that no other code names. */
export const constraintViolated = () =>
  new Refusal(422, 'entity.db_constraint_violated', 'This does not fit what is stored already.')
