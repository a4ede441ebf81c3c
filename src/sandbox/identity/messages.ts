import { randomInt } from 'node:crypto'
import { Refusal } from '../refusal.js'
import type { Table } from '../store.js'
import type { Identifier } from './identifier.js'

/** A code that a real tenant would send by e-mail or as a text message. */
export interface Message {
  to: string
  /** What it is for, such as `SignIn`, `BindMfa` or `UserPermissionValidation`. */
  template: string
  code: string
  /** Time in epoch milliseconds. */
  sentAt: number
}

/** Most messages that are kept; the oldest are dropped. */
const kept = 1000

/** What the sandbox has sent: kept, and told to who started it, instead of being delivered. */
export class Messages {
  readonly sent: Message[] = []

  /** `tell` hears of each message as it is sent. */
  constructor(private readonly tell: (message: Message) => void = () => undefined) {}

  /** Sends a new code of six digits. Throws 501 `connector.not_found` when no connector can carry it. */
  send(connectors: Table, { type, value }: Identifier, template: string): string {
    const kind = type === 'email' ? 'Email' : 'Sms'
    if (!connectors.rows.some((row) => row.type === kind)) {
      throw new Refusal(501, 'connector.not_found', `No connector of the type ${kind} is there to send it.`)
    }
    const message = { to: value, template, code: String(randomInt(1_000_000)).padStart(6, '0'), sentAt: Date.now() }
    this.sent.push(message)
    if (this.sent.length > kept) this.sent.shift()
    this.tell(message)
    return message.code
  }
}
