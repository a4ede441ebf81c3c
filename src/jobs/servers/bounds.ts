/** What a server may take of us. It is a stranger: each bound is far above what an honest one needs. */
export const bounds = {
  /** Milliseconds until it has said what it is: `npx` may have to install it first. */
  startMs: 60_000,
  /** Milliseconds that a call may take, unless the script says otherwise, and at most. */
  callMs: 60_000,
  mostCallMs: 600_000,
  /** Bytes of one message. */
  message: 16 * 1024 * 1024,
  /** Bytes of all messages between two of ours. */
  silence: 64 * 1024 * 1024,
  /** Lines that are no message: some servers print a greeting. */
  strayLines: 20,
  /** Tools, and pages of their list. */
  tools: 2000,
  toolPages: 100,
  /** Characters that are kept of what it wrote to its error stream. */
  stderr: 2000,
} as const
