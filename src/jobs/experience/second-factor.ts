import { UsageError } from '../../base/errors.js'
import { pause } from '../../base/pause.js'
import { interruption } from '../../call/operation/interruption.js'
import { listIn } from './reasons.js'
import { reworded } from './reworded.js'
import type { Secrets } from './secrets.js'
import { isRefused, type Refused, recordOf, type Steps } from './steps.js'

export interface SecondFactorWishes {
  /** Where a code of the second factor goes (`--mfa-code`). */
  codeTo: 'email' | 'phone' | undefined
}

/** Logto's names of factors, with the flag that gives each here. */
const flagsOfFactors: Readonly<Record<string, string>> = {
  Totp: '--totp-secret-stdin',
  BackupCode: '--backup-code-stdin',
  EmailVerificationCode: '--mfa-code email',
  PhoneVerificationCode: '--mfa-code phone',
}

/**
 * Proves the second factor that the tenant asks for, by what the flags give. Throws the refusal when they give none, with
 * the factors that the user has and the flag for each.
 */
export async function proveSecondFactor(
  { data, failure }: Refused,
  { codeTo }: SecondFactorWishes,
  secrets: Secrets,
  steps: Steps,
): Promise<void> {
  if (secrets.has('totp-secret')) {
    await proveByAuthenticator(await secrets.read('totp-secret', 'TOTP secret'), steps)
  } else if (secrets.has('backup-code')) {
    const code = await secrets.read('backup-code', 'Backup code')
    await steps.take('verify-backup-code', 'checking the backup code', { code })
    await steps.say('the backup code is right; it is used up')
  } else if (codeTo !== undefined && isOffered(codeTo, data)) {
    await proveByCode(codeTo, secrets, steps)
  } else {
    const factors = listIn(data.availableFactors)
    const flags = factors.map((factor) => flagsOfFactors[factor]).filter((flag) => flag !== undefined)
    throw reworded(
      failure,
      `a second factor is needed, one of ${factors.join(', ') || 'those that the user has set up'} (${failure.code})`,
      flags.length > 0 ? `add ${flags.join(' or ')}` : 'this factor needs a browser',
    )
  }
}

/** Whether a code sent there counts as a second factor: Logto would send and check it in any case. */
function isOffered(codeTo: 'email' | 'phone', data: Refused['data']): boolean {
  const factors = listIn(data.availableFactors)
  return factors.length === 0 || factors.some((factor) => flagsOfFactors[factor] === `--mfa-code ${codeTo}`)
}

async function proveByCode(identifierType: 'email' | 'phone', secrets: Secrets, steps: Steps): Promise<void> {
  const sent = await steps.take('send-mfa-code', `sending a code by ${identifierType}`, { identifierType })
  await steps.say(`a code was sent by ${identifierType}`)
  const code = await secrets.read('code', 'Code of the second factor')
  const body = { verificationId: recordOf(sent), identifierType, code }
  await steps.take('verify-mfa-code', 'checking the code of the second factor', body)
  await steps.say('the code of the second factor is right')
}

/**
 * Logto takes each code of an authenticator once. One that is refused may have been used by a sign-in just before: then
 * the next one is waited for, which takes 30 seconds at most.
 */
async function proveByAuthenticator(secret: string, steps: Steps): Promise<void> {
  const doing = 'checking the authenticator code'
  const { code, nextInMs } = await totpCode(secret)
  const first = await steps.attempt('verify-totp', doing, { code })
  if (isRefused(first)) {
    if (first.code !== 'session.mfa.invalid_totp_code') throw first.failure
    const seconds = Math.ceil(nextInMs / 1000)
    await steps.say(
      `the authenticator code is refused, as one that was used before is: trying the next in ${seconds} s`,
    )
    await pause(nextInMs, interruption())
    await steps.take('verify-totp', doing, { code: (await totpCode(secret)).code })
  }
  await steps.say('the authenticator code is right')
}

/**
 * The code that an authenticator app shows now (RFC 6238), from its Base32 secret or an `otpauth://` URI, and the
 * milliseconds until it shows another.
 */
export async function totpCode(secret: string): Promise<{ code: string; nextInMs: number }> {
  const { HOTP, Secret, TOTP, URI } = await import('otpauth')
  try {
    const totp = secret.startsWith('otpauth:')
      ? URI.parse(secret)
      : new TOTP({ secret: Secret.fromBase32(secret.replace(/[\s-]/g, '').toUpperCase()) })
    return { code: totp.generate(), nextInMs: totp instanceof HOTP ? 0 : totp.remaining() }
  } catch {
    // The library's message may quote the secret.
    throw new UsageError('--totp-secret is not a TOTP secret', {
      code: 'usage.bad_totp_secret',
      hint: 'give the Base32 text that the authenticator app was set up with, or the otpauth:// URI',
    })
  }
}
