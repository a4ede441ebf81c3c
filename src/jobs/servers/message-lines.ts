import { type JSONRPCMessage, JSONRPCMessageSchema } from '@modelcontextprotocol/sdk/types.js'
import { bounds } from './bounds.js'

/** What is wrong with what a server sends. */
export type Nonsense = 'too large' | 'no messages'

/** Makes the messages of a server's output, a line each, and gives up where it sends too much, or what is none. */
export class MessageLines {
  private parts: Buffer[] = []
  private length = 0
  private sinceOurs = 0
  private stray = 0

  constructor(
    private readonly onMessage: (message: JSONRPCMessage) => void,
    private readonly onNonsense: (what: Nonsense) => void,
  ) {}

  /** We have said something: what comes now may be the answer to it. */
  asked(): void {
    this.sinceOurs = 0
  }

  take(chunk: Buffer): void {
    this.sinceOurs += chunk.length
    let rest = chunk
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
      this.parts.push(rest.subarray(0, end))
      rest = rest.subarray(end + 1)
      const line = Buffer.concat(this.parts)
      this.parts = []
      this.length = 0
      if (line.length > bounds.message) {
        this.onNonsense('too large')
        return
      }
      this.line(line.toString('utf8'))
    }
    this.parts.push(rest)
    this.length += rest.length
    if (this.length > bounds.message || this.sinceOurs > bounds.silence) this.onNonsense('too large')
  }

  private line(text: string): void {
    if (text.trim() === '') return
    const message = messageOf(text)
    if (message) this.onMessage(message)
    else this.stray += 1
    if (this.stray > bounds.strayLines) this.onNonsense('no messages')
  }
}

function messageOf(text: string): JSONRPCMessage | undefined {
  try {
    return JSONRPCMessageSchema.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}
