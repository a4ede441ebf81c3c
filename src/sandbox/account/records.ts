import type { Identifier } from '../identity/identifier.js'
import type { PendingCode } from '../identity/pending-code.js'
import { Refusal } from '../refusal.js'
import { newId } from '../store.js'

/** Lifetime of a record in milliseconds. */
const lifetime = 600_000

/** What a user has shown to prove who they are, or that a new address is theirs. */
export interface VerificationRecord {
  id: string
  type: 'Password' | 'EmailVerificationCode' | 'PhoneVerificationCode'
  /** Absent for an address that is not the user's own yet. */
  userId?: string
  identifier?: Identifier
  verified: boolean
  code?: PendingCode
  /** Time in epoch milliseconds. */
  expiresAt: number
}

/** The verification records of a tenant; each holds for ten minutes. */
export class VerificationRecords {
  readonly #records = new Map<string, VerificationRecord>()

  add(record: Omit<VerificationRecord, 'id' | 'expiresAt'>): VerificationRecord {
    const made = { id: record.code?.id ?? newId(21), expiresAt: Date.now() + lifetime, ...record }
    this.#records.set(made.id, made)
    return made
  }

  /** The record of an id, if it still holds. */
  get(id: string | undefined): VerificationRecord | undefined {
    const record = this.#records.get(id ?? '')
    return record && record.expiresAt > Date.now() ? record : undefined
  }

  /** True when the record shows that it is this user who asks. */
  isProof(id: string | undefined, userId: string): boolean {
    const record = this.get(id)
    return record?.verified === true && record.userId === userId
  }

  /** The verified address of a record; refuses when there is none, or another address. */
  checkAddress(id: unknown, { type, value }: Identifier): void {
    const record = this.get(String(id))
    const isRight = record?.verified && record.identifier?.type === type && record.identifier.value === value
    if (!isRight) throw recordNotFound(400)
  }
}

export const recordNotFound = (status: 400 | 404) =>
  new Refusal(status, 'verification_record.not_found', 'There is no such verification record.')
