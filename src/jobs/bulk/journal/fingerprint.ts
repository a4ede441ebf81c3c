import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/**
 * A fingerprint of what a run was asked for. It is salted, so that secrets among the wishes cannot be guessed from it.
 */
export function fingerprint(wishes: unknown, salt = randomBytes(12).toString('hex')): string {
  return `${salt}:${createHmac('sha256', salt).update(JSON.stringify(wishes)).digest('hex')}`
}

/** Whether a fingerprint is that of these wishes. */
export function isFingerprintOf(mark: string, wishes: unknown): boolean {
  const own = fingerprint(wishes, mark.split(':')[0])
  return own.length === mark.length && timingSafeEqual(Buffer.from(own), Buffer.from(mark))
}
