import type { Answered } from './protocol.js'

/** Cells before the bytes: whether there is an answer, its id, whether it is none of a failure, and two lengths. */
const cells = { full: 0, id: 1, ok: 2, value: 3, more: 4 } as const
const headBytes = 32
const textBytes = 256 * 1024
const absent = -1

/**
 * Memory of both threads that holds one answer at a time: a call takes a tenth of a millisecond less than with a
 * message (Node 20.20). Who writes leaves it alone while it is full, who reads while it is empty.
 */
export class Mailbox {
  private readonly head: Int32Array<SharedArrayBuffer>
  private readonly text: Uint8Array<SharedArrayBuffer>
  private readonly encoder = new TextEncoder()
  private readonly decoder = new TextDecoder('utf-8', { ignoreBOM: true })

  constructor(readonly memory: SharedArrayBuffer = new SharedArrayBuffer(headBytes + textBytes)) {
    this.head = new Int32Array(memory, 0, headBytes / Int32Array.BYTES_PER_ELEMENT)
    this.text = new Uint8Array(memory, headBytes)
  }

  /** Puts an answer in. False when there is no room: it must be sent as a message. */
  put({ id, ok, value, more }: Answered): boolean {
    const head = this.head
    if (Atomics.load(head, cells.full) !== 0) return false
    const valueBytes = this.write(value, 0)
    const moreBytes = valueBytes === undefined ? undefined : this.write(more, Math.max(valueBytes, 0))
    if (valueBytes === undefined || moreBytes === undefined) return false
    head[cells.id] = id
    head[cells.ok] = Number(ok)
    head[cells.value] = valueBytes
    head[cells.more] = moreBytes
    Atomics.store(head, cells.full, 1)
    return true
  }

  /** Takes the answer out, if there is one. */
  take(): Answered | undefined {
    const head = this.head
    if (Atomics.load(head, cells.full) === 0) return undefined
    const [, id = 0, ok, valueBytes = absent, moreBytes = absent] = head
    const value = this.read(0, valueBytes)
    const more = this.read(Math.max(valueBytes, 0), moreBytes)
    Atomics.store(head, cells.full, 0)
    return {
      kind: 'answered',
      id,
      ok: ok === 1,
      ...(value === undefined ? {} : { value }),
      ...(more === undefined ? {} : { more }),
    }
  }

  /** The bytes written; undefined when they do not fit. */
  private write(text: string | undefined, at: number): number | undefined {
    if (text === undefined) return absent
    if (text.length > this.text.length - at) return undefined
    const { read, written } = this.encoder.encodeInto(text, this.text.subarray(at))
    return read === text.length ? written : undefined
  }

  /** Decoding takes no memory that is shared, so the bytes are copied. */
  private read(at: number, bytes: number): string | undefined {
    return bytes === absent ? undefined : this.decoder.decode(this.text.slice(at, at + bytes))
  }
}
