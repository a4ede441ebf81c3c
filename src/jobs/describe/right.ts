import type { Operation } from '../../call/facts/operation.js'

/** Whose right a request carries, as a sentence's part. */
export function rightText(authority: Operation['authority']): string {
  switch (authority) {
    case 'management':
      return 'the right to manage the tenant (an access token of the Management API with the scope all)'
    case 'user':
      return 'an end user’s access token (LOGTO_USER_TOKEN, or a profile of an end user), with the account center switched on'
    case 'interaction':
      return 'a sign-in that is under way (logto experience authorize begins one)'
    case 'optional':
      return 'no credentials; a token is sent where there is one'
    case 'none':
      return 'no credentials'
  }
}

/**
 * What the help of a command says of its needs, behind what it does; empty where there is nothing to say. The steps of a
 * sign-in tell their needs by their order.
 */
export function needsSentence(api: Operation['api'], needs: string | undefined): string {
  if (needs === undefined || api === 'experience') return ''
  return api === 'user' ? `Needs an end user's token with ${needs}.` : `Needs ${needs}.`
}
