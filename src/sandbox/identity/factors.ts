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
  return [...tenant.table('mfa_verifications').by('owner', userId)]
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

/** Base32 (RFC 4648) of 16 to 32 characters, with the padding that its length wants. */
export const isTotpSecret = (text: string) =>
  text.length >= 16 &&
  text.length <= 32 &&
  /^(?:[A-Z2-7]{8})*(?:[A-Z2-7]{2}={6}|[A-Z2-7]{4}={4}|[A-Z2-7]{5}={3}|[A-Z2-7]{7}=)?$/.test(text)

/** True when the code is the secret's of now, of the half minute before or of the next. */
export const isTotpCode = (secret: string, code: string) => totpStep(secret, code) !== undefined

/** Number of the half minute (RFC 6238) to which the code belongs, if it is now, the one before or the next. */
function totpStep(secret: string, code: string): number | undefined {
  const now = Date.now()
  if (secret === '') return undefined
  const delta = new TOTP({ secret: Secret.fromBase32(secret) }).validate({ token: code, window: 1, timestamp: now })
  return delta === null ? undefined : Math.floor(now / 30_000) + delta
}

/** Takes a code for a factor that is set up. Each half minute counts once: a code cannot be used again. */
export function useTotpCode(factor: Row, code: string): void {
  const step = totpStep(String(factor.secret), code)
  if (step === undefined || step <= Number(factor.lastStep ?? 0)) {
    throw new Refusal(400, 'session.mfa.invalid_totp_code', 'The code is not right.')
  }
  Object.assign(factor, { lastStep: step, lastUsedAt: new Date().toISOString() })
}

/** In the place of a picture: a data URL of the URI that an authenticator app would read from it. */
export function totpUri(secret: string, label: string): string {
  return `data:,${encodeURIComponent(new TOTP({ issuer: 'Sandbox', label, secret: Secret.fromBase32(secret) }).toString())}`
}

/** Ten codes of ten hexadecimal digits, as Logto makes them. */
export const newBackupCodes = () => Array.from({ length: 10 }, () => randomBytes(5).toString('hex'))

/** What Logto takes for backup codes: ten of ten hexadecimal digits. */
export const areBackupCodes = (codes: readonly string[]) =>
  codes.length === 10 && codes.every((code) => /^[\da-f]{10}$/i.test(code))

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
