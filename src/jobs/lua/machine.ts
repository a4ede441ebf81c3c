import { LuaWasm } from 'wasmoon'
import type { LuaModule, State } from './c-interface.js'
import { countedMemory } from './counted-memory.js'

const registry = -1_001_000
const everyResult = -1
const tableType = 5
const stringType = 4
const deepestDocument = 1000

/** Statuses of `lua_pcall`. */
export const status = { ok: 0, memory: 4 } as const

/** Bytes for short texts and for one length. */
const scratchBytes = 4096

/**
 * A Lua 5.4 machine in WebAssembly. Texts go in and out as UTF-8; the one thing of JavaScript's that a script can reach
 * are the functions of `pushFunctions`.
 */
export class LuaMachine {
  private readonly encoder = new TextEncoder()
  private readonly decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  private readonly scratch: number
  private listMark = 0
  private objectMark = 0
  readonly main: State

  private constructor(
    private readonly module: LuaModule,
    memoryBytes: number,
  ) {
    this.scratch = module._malloc(scratchBytes)
    this.main = this.module._lua_newstate(countedMemory(module, memoryBytes), 0)
  }

  /** Opens a machine that may hold `memoryBytes`; a script that wants more gets Lua's `not enough memory`. */
  static async open(wasm: string, memoryBytes: number): Promise<LuaMachine> {
    const { module } = await LuaWasm.initialize(wasm)
    const machine = new LuaMachine(module as unknown as LuaModule, memoryBytes)
    machine.openLibraries()
    return machine
  }

  /** A C function over a JavaScript one, left on the stack. It must not throw: what it refuses, it returns. */
  pushFunction(state: State, body: (state: State) => number): void {
    const pointer = this.module.addFunction((called) => body(called as number), 'ii')
    this.module._lua_pushcclosure(state, pointer, 0)
  }

  /** A table of functions, left on the stack. */
  pushFunctions(functions: Readonly<Record<string, (state: State) => number>>): void {
    const { main } = this
    this.module._lua_createtable(main, 0, 0)
    for (const [name, body] of Object.entries(functions)) {
      this.pushText(main, name)
      this.pushFunction(main, body)
      this.module._lua_rawset(main, -3)
    }
  }

  /** Sets a field of the table on top of the stack. */
  setField(name: string, value: unknown): void {
    this.pushText(this.main, name)
    this.push(this.main, value)
    this.module._lua_rawset(this.main, -3)
  }

  /** Compiles a text, and leaves the function or the message on the stack. */
  load(text: string, name: string): boolean {
    const [chunk, chunkName, mode] = [this.bytes(text), this.bytes(`${name}\0`), this.bytes('t\0')]
    const loaded = this.module._luaL_loadbufferx(this.main, chunk.at, chunk.length, chunkName.at, mode.at)
    for (const { at } of [chunk, chunkName, mode]) this.module._free(at)
    return loaded === status.ok
  }

  /** Calls the function below its arguments, for all its results or one message. */
  call(argumentCount: number): number {
    return this.module._lua_pcallk(this.main, argumentCount, everyResult, 0, 0, 0)
  }

  /** Moves a copy of a place of the stack to its top. */
  copy(index: number): void {
    this.module._lua_pushvalue(this.main, index)
  }

  top(): number {
    return this.module._lua_gettop(this.main)
  }

  setTop(index: number): void {
    this.module._lua_settop(this.main, index)
  }

  /** The text at a place of the stack; undefined for what is none. */
  text(state: State, index: number): string | undefined {
    if (this.module._lua_type(state, index) !== stringType) return undefined
    const at = this.module._lua_tolstring(state, index, this.scratch)
    const length = this.module.getValue(this.scratch, 'i32')
    return this.decoder.decode(this.module.HEAPU8.subarray(at, at + length))
  }

  integer(state: State, index: number): number {
    return this.module._lua_tonumberx(state, index, 0)
  }

  /** Takes the two tables on top of the stack of `state` as the metatables of lists and of empty objects. */
  takeMarks(state: State): void {
    this.objectMark = this.module._luaL_ref(state, registry)
    this.listMark = this.module._luaL_ref(state, registry)
  }

  /**
   * Pushes a JSON value. BigInts of 64 bits are integers, null is a light userdata; lists, and objects without
   * properties, carry a mark.
   */
  push(state: State, value: unknown, depth = 0): void {
    switch (typeof value) {
      case 'string':
        this.pushText(state, value)
        break
      case 'number':
        if (Number.isSafeInteger(value)) this.module._lua_pushinteger(state, BigInt(value))
        else this.module._lua_pushnumber(state, value)
        break
      case 'bigint':
        if (BigInt.asIntN(64, value) === value) this.module._lua_pushinteger(state, value)
        else this.module._lua_pushnumber(state, Number(value))
        break
      case 'boolean':
        this.module._lua_pushboolean(state, Number(value))
        break
      case 'object':
        if (value === null) this.module._lua_pushlightuserdata(state, 0)
        else this.pushTable(state, value, depth)
        break
      default:
        this.module._lua_pushnil(state)
    }
  }

  /** Whether a document is nested no deeper than the stacks of both machines bear. */
  static isBearable(value: unknown, depth = 0): boolean {
    if (typeof value !== 'object' || value === null) return true
    return depth < deepestDocument && Object.values(value).every((part) => LuaMachine.isBearable(part, depth + 1))
  }

  private pushTable(state: State, value: object, depth: number): void {
    this.module._luaL_checkstack(state, 4, 0)
    if (Array.isArray(value)) {
      this.module._lua_createtable(state, value.length, 0)
      for (const [index, item] of value.entries()) {
        this.push(state, item, depth + 1)
        this.module._lua_rawseti(state, -2, BigInt(index + 1))
      }
      this.mark(state, this.listMark)
      return
    }
    const entries = Object.entries(value)
    this.module._lua_createtable(state, 0, entries.length)
    for (const [name, item] of entries) {
      this.pushText(state, name)
      this.push(state, item, depth + 1)
      this.module._lua_rawset(state, -3)
    }
    if (entries.length === 0) this.mark(state, this.objectMark)
  }

  private mark(state: State, reference: number): void {
    if (this.module._lua_rawgeti(state, registry, BigInt(reference)) === tableType)
      this.module._lua_setmetatable(state, -2)
    else this.module._lua_settop(state, -2)
  }

  private pushText(state: State, text: string): void {
    // UTF-8 takes at most three bytes for each unit of UTF-16.
    if (text.length * 3 <= scratchBytes) {
      const room = this.module.HEAPU8.subarray(this.scratch, this.scratch + scratchBytes)
      const { written } = this.encoder.encodeInto(text, room)
      this.module._lua_pushlstring(state, this.scratch, written)
      return
    }
    const { at, length } = this.bytes(text)
    this.module._lua_pushlstring(state, at, length)
    this.module._free(at)
  }

  private bytes(text: string): { at: number; length: number } {
    const bytes = this.encoder.encode(text)
    const at = this.module._malloc(Math.max(bytes.length, 1))
    this.module.HEAPU8.set(bytes, at)
    return { at, length: bytes.length }
  }

  /** Only what a script may keep, and what the world needs of `debug`. */
  private openLibraries(): void {
    const { main } = this
    this.module._luaopen_base(main)
    this.setTop(0)
    for (const library of ['coroutine', 'table', 'string', 'utf8', 'math', 'os', 'debug'] as const) {
      this.module[`_luaopen_${library}`](main)
      const { at } = this.bytes(`${library}\0`)
      this.module._lua_setglobal(main, at)
      this.module._free(at)
    }
  }
}
