/**
 * The thread that Lua runs in. A call to the program blocks it, so that Lua need not yield: calls work inside every
 * callback and coroutine, and whatever Lua does is ended by ending the thread.
 */
import { readFileSync } from 'node:fs'
import { type MessagePort, receiveMessageOnPort, workerData } from 'node:worker_threads'
import { LuaFactory, LuaLibraries } from 'wasmoon'

/** What the thread is given. */
export interface LuaThread {
  port: MessagePort
  /** One Int32: 1 once the answer lies in the port. */
  answered: SharedArrayBuffer
  prelude: string
  wasm: string
  memoryBytes: number
}

const { port, answered, prelude, wasm, memoryBytes } = workerData as LuaThread
const flag = new Int32Array(answered)

/** Hands a text to the program and waits for its answer. */
function cross(text: unknown): string {
  Atomics.store(flag, 0, 0)
  port.postMessage(String(text))
  Atomics.wait(flag, 0, 0)
  return String(receiveMessageOnPort(port)?.message)
}

const libraries = [
  LuaLibraries.Base,
  LuaLibraries.Coroutine,
  LuaLibraries.Table,
  LuaLibraries.String,
  LuaLibraries.UTF8,
  LuaLibraries.Math,
  LuaLibraries.OS,
  LuaLibraries.Debug,
]

async function run(): Promise<void> {
  const engine = await new LuaFactory(wasm).createEngine({
    openStandardLibs: false,
    injectObjects: false,
    enableProxy: false,
    traceAllocations: true,
  })
  const { global } = engine
  for (const library of libraries) global.loadLibrary(library)
  global.set('cross', cross)
  global.setMemoryMax(memoryBytes)
  global.loadString(
    `local c, d = cross, debug; cross = nil; return (function(...) ${readFileSync(prelude, 'utf8').replace(/^--.*/, '')}\nend)(c, d)`,
    '=prelude',
  )
  global.runSync()
}

void run()
