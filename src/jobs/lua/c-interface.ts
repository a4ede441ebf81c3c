/** Address of a Lua state: of the main program or of a coroutine. */
export type State = number

/** What Lua's C interface is called with; wasmoon's own layer, which hands JavaScript objects to scripts, is not used. */
export interface LuaModule {
  HEAPU8: Uint8Array
  _malloc(size: number): number
  _realloc(pointer: number, size: number): number
  _free(pointer: number): void
  addFunction(body: (...args: number[]) => number, signature: string): number
  getValue(pointer: number, type: 'i32'): number
  _luaL_checkstack(state: State, room: number, message: number): void
  _luaL_loadbufferx(state: State, chunk: number, length: number, name: number, mode: number): number
  _luaL_ref(state: State, table: number): number
  _lua_createtable(state: State, items: number, fields: number): void
  _lua_gettop(state: State): number
  _lua_newstate(allocator: number, data: number): State
  _lua_pcallk(state: State, args: number, results: number, handler: number, context: number, next: number): number
  _lua_pushboolean(state: State, value: number): void
  _lua_pushcclosure(state: State, body: number, upvalues: number): void
  _lua_pushinteger(state: State, value: bigint): void
  _lua_pushlightuserdata(state: State, pointer: number): void
  _lua_pushlstring(state: State, text: number, length: number): number
  _lua_pushnil(state: State): void
  _lua_pushnumber(state: State, value: number): void
  _lua_pushvalue(state: State, index: number): void
  _lua_rawgeti(state: State, index: number, key: bigint): number
  _lua_rawset(state: State, index: number): void
  _lua_rawseti(state: State, index: number, key: bigint): void
  _lua_setglobal(state: State, name: number): void
  _lua_setmetatable(state: State, index: number): number
  _lua_settop(state: State, index: number): void
  _lua_tolstring(state: State, index: number, length: number): number
  _lua_tonumberx(state: State, index: number, isNumber: number): number
  _lua_type(state: State, index: number): number
  _luaopen_base(state: State): number
  _luaopen_coroutine(state: State): number
  _luaopen_debug(state: State): number
  _luaopen_math(state: State): number
  _luaopen_os(state: State): number
  _luaopen_string(state: State): number
  _luaopen_table(state: State): number
  _luaopen_utf8(state: State): number
}
