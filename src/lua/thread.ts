import { join } from 'node:path'
import { MessageChannel, Worker } from 'node:worker_threads'
import { ScriptError } from '../errors.js'
import type { LuaThread } from './worker.js'

/** Answers one text of the script with a text; undefined ends the script. */
export type Answering = (what: string, value: string) => Promise<string | undefined>

/**
 * Runs Lua in a thread of its own until `answering` ends it or `stop` is aborted, whatever Lua is doing then.
 * Throws the reason of `stop`, or a ScriptError when the thread fails.
 */
export async function runThread(
  root: string,
  memoryBytes: number,
  stop: AbortSignal,
  answering: Answering,
): Promise<void> {
  const { port1, port2 } = new MessageChannel()
  const answered = new SharedArrayBuffer(4)
  const folder = join(root, 'dist', 'lua')
  const prelude = join(folder, 'prelude.lua')
  const data: LuaThread = { port: port2, answered, prelude, wasm: join(folder, 'glue.wasm'), memoryBytes }
  const worker = new Worker(join(folder, 'worker.cjs'), { workerData: data, transferList: [port2] })
  try {
    await new Promise<void>((resolve, reject) => {
      const aborted = () => reject(stop.reason)
      if (stop.aborted) aborted()
      stop.addEventListener('abort', aborted)
      worker.once('error', (cause) =>
        reject(
          new ScriptError(`Lua came to an end: ${cause.message}`, {
            code: 'lua.ended',
            hint: 'a higher --memory may help',
            cause,
          }),
        ),
      )
      worker.once('exit', () => resolve())
      port1.on('message', (message: string) => {
        const cut = message.indexOf('\n')
        answering(message.slice(0, cut), message.slice(cut + 1)).then((text) => {
          if (text === undefined) return resolve()
          port1.postMessage(text)
          const flag = new Int32Array(answered)
          Atomics.store(flag, 0, 1)
          Atomics.notify(flag, 0)
        }, reject)
      })
    })
  } finally {
    port1.close()
    await worker.terminate()
  }
}
