import { Refusal } from '../refusal.js'
import { type Settings, signInExperience } from './settings.js'

/** Logto's limits where the sign-in experience names none: failures, and minutes that a lock lasts. */
const limits = { maxAttempts: 100, lockoutDuration: 60 }

/** Failed attempts by who they were made for, within the hour. */
export class Attempts {
  readonly #failures = new Map<string, number[]>()

  /**
   * Runs a check that refuses what is wrong, unless too many have failed before it: those are refused with
   * `session.verification_blocked_too_many_attempts`, until the lock ends.
   */
  async guard<Result>(settings: Settings, target: string, check: () => Result | Promise<Result>): Promise<Result> {
    const { maxAttempts, lockoutDuration } = { ...limits, ...signInExperience(settings).sentinelPolicy }
    const recent = (this.#failures.get(target) ?? []).filter((at) => at > Date.now() - lockoutDuration * 60_000)
    if (recent.length >= maxAttempts) throw tooMany(lockoutDuration)
    try {
      return await check()
    } catch (error) {
      this.#failures.set(target, [...recent, Date.now()])
      throw error
    }
  }

  /** Unlocks who is named. */
  forget(targets: readonly string[]): void {
    for (const target of targets) this.#failures.delete(target)
  }
}

function tooMany(minutes: number): Refusal {
  const code = 'session.verification_blocked_too_many_attempts'
  return new Refusal(400, code, `Too many attempts have failed. It is locked for ${minutes} minutes.`)
}
