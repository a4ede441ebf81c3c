/**
 * How long a script has computed: the time since its start without what it waited for answers, questions and readers.
 * The thread notes its waiting in memory that both threads see; the main thread reads it.
 */
export class Clock {
  /** 0: milliseconds waited; 1: since when it waits, in milliseconds after the beginning, or 0. */
  private readonly cells: Int32Array

  constructor(
    readonly memory: SharedArrayBuffer = new SharedArrayBuffer(8),
    /** Epoch milliseconds: the clocks of the two threads count from different points. */
    readonly began: number = Date.now(),
  ) {
    this.cells = new Int32Array(memory)
  }

  /** The thread's side: notes the time that `wait` takes. */
  waiting(wait: () => void): void {
    const since = Math.max(1, this.elapsed())
    Atomics.store(this.cells, 1, since)
    wait()
    Atomics.store(this.cells, 1, 0)
    Atomics.add(this.cells, 0, this.elapsed() - since)
  }

  /** Milliseconds computed so far. */
  computed(): number {
    const since = Atomics.load(this.cells, 1)
    const elapsed = since === 0 ? this.elapsed() : since
    return elapsed - Atomics.load(this.cells, 0)
  }

  private elapsed(): number {
    return Date.now() - this.began
  }
}
