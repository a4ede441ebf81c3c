import type { Identifier } from '../identity/identifier.js'
import { Refusal } from '../refusal.js'
import { newId, type Row } from '../store.js'

/** How somebody has shown, or is about to show, who they are. */
export type VerificationType =
  | 'Password'
  | 'EmailVerificationCode'
  | 'PhoneVerificationCode'
  | 'MfaEmailVerificationCode'
  | 'MfaPhoneVerificationCode'
  | 'NewPasswordIdentity'
  | 'OneTimeToken'
  | 'Totp'
  | 'BackupCode'

export interface Verification {
  id: string
  type: VerificationType
  verified: boolean
  identifier?: Identifier
  userId?: string
  templateType?: string
  /** What only the tenant knows: the hash of a new password, a secret, codes, the context of a token. */
  hidden?: Row
}

export function newVerification(type: VerificationType, more: Partial<Verification>): Verification {
  return { id: newId(21), type, verified: false, ...more }
}

/** What a step names that was never begun, or has been replaced. */
export const verificationNotFound = () =>
  new Refusal(404, 'session.verification_session_not_found', 'There is no such verification. Start it again.')

/** Type of the verification by a code that is sent to an address. */
export const codeType = ({ type }: Identifier) =>
  type === 'email' ? 'EmailVerificationCode' : ('PhoneVerificationCode' as const)
