import { randomBytes } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'
import { collectionAt } from '../collections.js'
import { Refusal } from '../refusal.js'
import type { Row } from '../store.js'
import type { Tenant } from '../tenant.js'
import type { Factor, SignInExperience } from './settings.js'

const collection = collectionAt('/api/users/{}/mfa-verifications')

/** The factors that a user has set up, in the order of their making. */
export function factorsOf(tenant: Tenant, userId: string): Row[] {
  return tenant.table('mfa_verifications').rows.filter((row) => row.userId === userId)
}

/** Adds a factor: `secret` of a Totp, `codes` of a BackupCode. */
export function addFactor(tenant: Tenant, userId: string, factor: Row): Row {
  return tenant.insert(collection, { createdAt: new Date().toISOString(), ...factor }, userId)
}

export function removeFactor(tenant: Tenant, factor: Row): void {
  tenant.remove(collection, factor)
}

/**
 * The factors that a user can be asked for: those set up and enabled in the sign-in experience, and codes to an
 * address where those are enabled. Backup codes come last, and only while some are left.
 */
export function availableFactors(tenant: Tenant, user: Row, { mfa }: SignInExperience): Factor[] {
  const own = factorsOf(tenant, String(user.id))
  const has: Record<Factor, boolean> = {
    Totp: own.some((row) => row.type === 'Totp'),
    WebAuthn: own.some((row) => row.type === 'WebAuthn'),
    EmailVerificationCode: Boolean(user.primaryEmail),
    PhoneVerificationCode: Boolean(user.primaryPhone),
    BackupCode: own.some((row) => row.type === 'BackupCode' && unusedCodes(row).length > 0),
  }
  return (Object.keys(has) as Factor[]).filter((factor) => has[factor] && mfa.factors.includes(factor))
}

/** A new secret in base32 (RFC 6238 through the otpauth URI), 160 bits. */
export const newTotpSecret = () => new Secret({ size: 20 }).base32

export const isTotpSecret = (text: string) => /^[A-Z2-7]{16,}$/.test(text)

/** True when the code is the secret's of now, of the half minute before or of the next. */
export function isTotpCode(secret: string, code: string): boolean {
  return new TOTP({ secret: Secret.fromBase32(secret) }).validate({ token: code, window: 1 }) !== null
}

/** In the place of a picture: a data URL of the URI that an authenticator app would read from it. */
export function totpUri(secret: string, label: string): string {
  return `data:,${encodeURIComponent(new TOTP({ issuer: 'Sandbox', label, secret: Secret.fromBase32(secret) }).toString())}`
}

/** Ten codes of ten hexadecimal digits, as Logto makes them. */
export const newBackupCodes = () => Array.from({ length: 10 }, () => randomBytes(5).toString('hex'))

/** Spends one backup code of the user; each can be used once. */
export function useBackupCode(tenant: Tenant, userId: string, code: string): void {
  const rows = factorsOf(tenant, userId).filter((row) => row.type === 'BackupCode')
  const found = rows.flatMap(unusedCodes).find((each) => each.code === code)
  if (!found) throw new Refusal(400, 'session.mfa.invalid_backup_code', 'The backup code is not right.')
  found.usedAt = new Date().toISOString()
}

/** The codes of a BackupCode factor that are left. */
export function unusedCodes(factor: Row): Row[] {
  return ((factor.codes ?? []) as Row[]).filter((each) => !each.usedAt)
}
