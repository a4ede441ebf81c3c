/** What the thread that runs the script and the main thread say to each other. */

/** Handed to the thread at its start. */
export interface Start {
  /** 0: counts the messages that the main thread has posted: the thread sleeps on it; 1: what runs is to stop. */
  signal: SharedArrayBuffer
  /** Memory and beginning of the `Clock`. */
  clock: SharedArrayBuffer
  began: number
  /** Files of the machine. */
  wasm: string
  world: readonly string[]
  memoryBytes: number
  /** `ScriptOptions`, as JSON. */
  options: string
}

/** What the script's world is told of the run. */
export interface ScriptOptions {
  source: string
  /** Lua's name of the chunk: `@script.lua`, `=stdin`. */
  name: string
  /** `arg[0]`. */
  file: string
  arguments: readonly string[]
  /** Dotted names of the functions that the main thread answers. */
  helpers: readonly string[]
  repl: boolean
}

export type FromScript =
  /** A call, answered by `Answered` with the same id, in any order. `argument` is JSON. */
  | { kind: 'ask'; id: number; name: string; argument: string }
  | { kind: 'print'; text: string }
  /** The end, as the JSON of an `Outcome`. */
  | { kind: 'ended'; outcome: string }
  | { kind: 'crashed'; why: 'memory' | 'fault'; message: string }

/** The answer to a call: `value` and `more` are JSON; absent is nil. */
export interface Answered {
  kind: 'answered'
  id: number
  ok: boolean
  value?: string
  more?: string
}

export type ToScript =
  | Answered
  /** So much of what was printed has been taken. */
  | { kind: 'printed'; length: number }

/** How a script ended. */
export interface Outcome {
  ok?: true
  /** What it returned, or what an error of its own brings. */
  result?: unknown
  /** It is no Lua: the parser's message. */
  syntax?: string
  error?: ErrorFacts
  trace?: string
}

/** An error value of a script: the fields of `{"error":…}` where it is one of the program's. */
export interface ErrorFacts {
  message: string
  code?: string
  status?: number
  details?: unknown
  request_id?: string
  hint?: string
  exit_code?: number
  /** `script.lua:3: `; a text that Lua made has it in its message. */
  where?: string
}
