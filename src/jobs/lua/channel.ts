import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads'
import type { Clock } from './clock.js'
import type { Answered, FromScript, ToScript } from './protocol.js'

/** So much printed text may be on its way before printing waits for its reader. */
const mostUnread = 65_536

/** The script's end of the line to the main thread: calls are posted, and answers waited for without an event loop. */
export class Channel {
  private readonly signal: Int32Array
  private readonly answers = new Map<number, Answered>()
  /** Ids of answers that nobody has waited for yet, in the order of their coming. */
  private readonly untold: number[] = []
  private lastId = 0
  private unread = 0

  constructor(
    private readonly port: MessagePort,
    signal: SharedArrayBuffer,
    private readonly clock: Clock,
  ) {
    this.signal = new Int32Array(signal)
  }

  /** Whether what runs is to stop. */
  get isStopped(): boolean {
    return Atomics.load(this.signal, 1) === 1
  }

  /** Posts a call and returns its id. */
  submit(name: string, argument: string): number {
    this.lastId += 1
    this.post({ kind: 'ask', id: this.lastId, name, argument })
    return this.lastId
  }

  /** Blocks until the call is answered. */
  await(id: number): Answered {
    let answer = this.answers.get(id)
    while (answer === undefined) {
      this.receive()
      answer = this.answers.get(id)
    }
    this.answers.delete(id)
    const index = this.untold.indexOf(id)
    if (index >= 0) this.untold.splice(index, 1)
    return answer
  }

  /** Blocks until any call is answered, and returns its id. */
  any(): number {
    while (this.untold.length === 0) this.receive()
    return this.untold.shift() as number
  }

  /** Posts text for standard output; waits only when its reader is slow. */
  print(text: string): void {
    this.unread += text.length
    this.post({ kind: 'print', text })
    while (this.unread > mostUnread) this.receive()
  }

  post(message: FromScript): void {
    this.port.postMessage(message)
  }

  /** Takes the next message, sleeping until there is one. */
  private receive(): void {
    for (;;) {
      // Read before looking: a message that comes in between has changed it, so that the sleep ends at once.
      const seen = Atomics.load(this.signal, 0)
      const received = receiveMessageOnPort(this.port) as { message: ToScript } | undefined
      if (received) {
        this.take(received.message)
        return
      }
      this.clock.waiting(() => Atomics.wait(this.signal, 0, seen))
    }
  }

  private take(message: ToScript): void {
    if (message.kind === 'printed') {
      this.unread -= message.length
      return
    }
    this.answers.set(message.id, message)
    this.untold.push(message.id)
  }
}
