import type { PendingCode } from '../identity/pending-code.js'
import { personOfId } from '../identity/people.js'
import { Refusal } from '../refusal.js'
import type { Row } from '../store.js'
import type { Tenant } from '../tenant.js'
import { type Verification, type VerificationType, verificationNotFound } from './verifications.js'

export type InteractionEvent = 'SignIn' | 'Register' | 'ForgotPassword'

/** What one person has done so far to sign in, register or set a new password. */
export class Interaction {
  userId: string | undefined
  /** Properties of the account that are given and not yet stored. */
  profile: Row = {}
  /** Factors that are set up and not yet stored. */
  mfa: {
    enabled?: boolean
    skipped?: boolean
    suggestionSkipped?: boolean
    passkeySkipped?: boolean
    totp?: string
    backupCodes?: readonly string[]
  } = {}
  readonly captcha = { verified: false, skipped: false }
  readonly codes = new Map<string, PendingCode>()
  readonly #verifications = new Map<VerificationType, Verification>()

  constructor(
    private readonly tenant: Tenant,
    public event: InteractionEvent,
  ) {}

  /** Keeps a verification in the place of an earlier one of its type. */
  keep(verification: Verification): Verification {
    this.#verifications.set(verification.type, verification)
    return verification
  }

  get verifications(): Verification[] {
    return [...this.#verifications.values()]
  }

  /** The verification of an id, and of a type where one is named; refuses when there is none. */
  verification(id: string, ...types: VerificationType[]): Verification {
    const found = this.verifications.find((each) => each.id === id)
    if (!found || (types.length > 0 && !types.includes(found.type))) throw verificationNotFound()
    return found
  }

  /** Whoever is identified; refuses while nobody is. */
  get user(): Row {
    if (this.userId === undefined) {
      throw new Refusal(404, 'session.identifier_not_found', 'Nobody is identified yet. Identify the user first.')
    }
    return personOfId(this.tenant, this.userId)
  }

  /** What may be shown of it: no password, secret or code. */
  get shown(): Row {
    const { password: _, ...profile } = this.profile
    const { enabled, skipped, passkeySkipped, totp, backupCodes } = this.mfa
    return {
      interactionEvent: this.event,
      ...(this.userId === undefined ? {} : { userId: this.userId }),
      profile,
      verificationRecords: this.verifications.map(({ hidden: __, ...shown }) => shown),
      mfa: {
        ...(enabled ? { mfaEnabled: true } : {}),
        ...(skipped ? { mfaSkipped: true } : {}),
        ...(passkeySkipped ? { passkeySkipped: true } : {}),
        ...(totp ? { totp: { type: 'Totp' } } : {}),
        ...(backupCodes ? { backupCode: { type: 'BackupCode' } } : {}),
      },
      captcha: this.captcha,
    }
  }
}
