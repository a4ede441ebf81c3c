/** The thread that runs one script: it may block and be ended at any moment, and holds no secret. */

import { readFileSync } from 'node:fs'
import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { parseExact } from '../../base/exact-json.js'
import type { State } from './c-interface.js'
import { Channel } from './channel.js'
import { Clock } from './clock.js'
import { LuaMachine, status } from './machine.js'
import type { Start } from './protocol.js'
import { findAll } from './regex.js'

const start = workerData as Start
const channel = new Channel(parentPort as MessagePort, start.signal, new Clock(start.clock, start.began))

run().catch((error: unknown) => channel.post({ kind: 'crashed', why: 'fault', message: String(error) }))

async function run(): Promise<void> {
  const machine = await LuaMachine.open(start.wasm, start.memoryBytes)
  machine.pushFunctions(hostFunctions(machine))
  machine.setField('null', null)
  machine.push(machine.main, JSON.parse(start.options))
  machine.push(machine.main, {})
  // Each part gets 1 the host, 2 the options and 3 a table of what parts have for each other.
  for (const part of start.world) {
    machine.setTop(3)
    if (!machine.load(readFileSync(part, 'utf8'), '=logto')) return crashed(machine, status.ok)
    for (const index of [1, 2, 3]) machine.copy(index)
    const prepared = machine.call(3)
    if (prepared !== status.ok) return crashed(machine, prepared)
  }
  // The last has returned the function that runs the script.
  const ended = machine.call(0)
  const outcome = ended === status.ok ? machine.text(machine.main, -1) : undefined
  if (outcome === undefined) crashed(machine, ended)
  else channel.post({ kind: 'ended', outcome })
}

function crashed(machine: LuaMachine, ended: number): void {
  const message = machine.text(machine.main, -1) ?? 'no message'
  channel.post({ kind: 'crashed', why: ended === status.memory ? 'memory' : 'fault', message })
}

/** All that a script's world gets from JavaScript. Texts come in; numbers, texts and JSON values go out. */
function hostFunctions(machine: LuaMachine): Record<string, (state: State) => number> {
  const text = (state: State, index: number) => machine.text(state, index) ?? ''
  const give = (state: State, ...values: unknown[]) => {
    for (const value of values) machine.push(state, value)
    return values.length
  }
  return {
    marks(state) {
      machine.takeMarks(state)
      return 0
    },
    submit: (state) => give(state, channel.submit(text(state, 1), text(state, 2))),
    await(state) {
      const { ok, value, more } = channel.await(machine.integer(state, 1))
      const [result, facts] = [value, more].map((json) => (json === undefined ? undefined : parseExact(json)))
      return LuaMachine.isBearable(result) ? give(state, ok, result, facts) : give(state, false, tooDeep)
    },
    any: (state) => give(state, channel.any()),
    print(state) {
      channel.print(text(state, 1))
      return 0
    },
    stopped: (state) => give(state, channel.isStopped),
    now: (state) => give(state, Date.now()),
    decode: (state) => give(state, ...decoded(text(state, 1))),
    regex: (state) => give(state, ...searched(text(state, 1))),
  }
}

const tooDeep = { code: 'lua.too_deep', message: 'the answer is nested too deeply', exit_code: 7 }

function decoded(json: string): [boolean, unknown] {
  try {
    const value = parseExact(json)
    return LuaMachine.isBearable(value) ? [true, value] : [false, 'it is nested too deeply']
  } catch (error) {
    return [false, json.trim() === '' ? 'the text is empty' : `not JSON: ${(error as Error).message}`]
  }
}

function searched(json: string): [boolean, unknown] {
  const { text, pattern, most } = JSON.parse(json) as { text: string; pattern: string; most?: number }
  try {
    return [true, findAll(text, pattern, most)]
  } catch (error) {
    return [false, (error as Error).message]
  }
}
