import { UsageError } from '../../base/errors.js'
import { type Address, addressOf, type Identifier, said } from './identifiers.js'
import type { Secrets } from './secrets.js'
import { recordOf, type Steps } from './steps.js'

/** What an interaction is for, in Logto's words. */
export type InteractionEvent = 'SignIn' | 'Register' | 'ForgotPassword'

/** Proves who somebody is, and gives the id of the verification record. */
export type FirstFactor = (steps: Steps) => Promise<string>

/**
 * The first factor that the flags name: a password, a one-time token, or a code that is sent. Without one it is a code
 * for an address, and a password for a user name. Throws a UsageError, before anything is sent, for flags that
 * contradict each other.
 */
export function firstFactor(
  identifier: Identifier,
  event: 'SignIn' | 'Register',
  secrets: Secrets,
  sendsSecondCode: boolean,
): FirstFactor {
  const byCode = secrets.has('code') && !sendsSecondCode
  const given = [
    // In a sign-up by code, the password is the new account's.
    ...(secrets.has('password') && !(event === 'Register' && identifier.type !== 'username') ? ['--password'] : []),
    ...(secrets.has('one-time-token') ? ['--one-time-token'] : []),
    ...(byCode ? ['--code'] : []),
  ]
  if (given.length > 1) {
    throw new UsageError(`${given.join(' and ')} are different ways to prove who signs in`, {
      code: 'usage.bad_flags',
      hint: 'give one of them; a code for the second factor goes with --mfa-code',
    })
  }
  const [way = identifier.type === 'username' ? '--password' : '--code'] = given
  if (way === '--password') return byPassword(identifier, event, secrets)
  if (way === '--one-time-token') return byOneTimeToken(addressOf(identifier), secrets)
  const address = addressOf(identifier)
  return (steps) => byCodeSent(address, event, secrets, steps)
}

function byPassword(identifier: Identifier, event: InteractionEvent, secrets: Secrets): FirstFactor {
  const [verb, doing, done] =
    event === 'Register'
      ? ['create-password-identity', 'choosing username and password', 'username and password can be used']
      : ['verify-password', 'checking the password', `the password of ${said(identifier)} is right`]
  return async (steps) => {
    const password = await secrets.read('password', `Password of ${said(identifier)}`)
    const record = recordOf(await steps.take(verb, doing, { identifier, password }))
    await steps.say(done)
    return record
  }
}

function byOneTimeToken(identifier: Address, secrets: Secrets): FirstFactor {
  return async (steps) => {
    const token = await secrets.read('one-time-token', `One-time token of ${said(identifier)}`)
    const answer = await steps.take('verify-one-time-token', 'checking the one-time token', { identifier, token })
    await steps.say(`the one-time token of ${said(identifier)} is right`)
    return recordOf(answer)
  }
}

/** Sends a code, reads it and has it checked; gives the id of the verification record. */
export async function byCodeSent(
  identifier: Address,
  event: InteractionEvent,
  secrets: Secrets,
  steps: Steps,
): Promise<string> {
  const sent = await steps.take('send-code', `sending a code to ${said(identifier)}`, {
    identifier,
    interactionEvent: event,
  })
  await steps.say(`a code was sent to ${said(identifier)}`)
  const code = await secrets.read('code', `Code that ${identifier.value} received`)
  const verificationId = recordOf(sent)
  const answer = await steps.take('verify-code', 'checking the code', { identifier, verificationId, code })
  await steps.say(`the code of ${said(identifier)} is right`)
  return recordOf(answer)
}
