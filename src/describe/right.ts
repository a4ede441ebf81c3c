import type { Operation } from '../operation/operation.js'

/** Whose right a request carries, as a sentence's part. */
export function rightText(authority: Operation['authority']): string {
  switch (authority) {
    case 'management':
      return 'the right to manage the tenant (an access token of the Management API with the scope all)'
    case 'user':
      return 'an end user’s access token (LOGTO_USER_TOKEN, or a profile of an end user)'
    case 'interaction':
      return 'a sign-in that is under way (logto experience authorize begins one)'
    case 'optional':
      return 'no credentials; a token is sent where there is one'
    case 'none':
      return 'no credentials'
  }
}
