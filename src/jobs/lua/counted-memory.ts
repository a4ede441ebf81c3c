import type { LuaModule } from './c-interface.js'

/** Address of an allocator (`lua_Alloc`) that counts what Lua holds, and has no more than `memoryBytes` for it. */
export function countedMemory(module: LuaModule, memoryBytes: number): number {
  let used = 0
  return module.addFunction((_, pointer = 0, oldSize = 0, newSize = 0) => {
    const held = pointer === 0 ? 0 : oldSize
    if (newSize === 0) {
      if (pointer !== 0) module._free(pointer)
      used -= held
      return 0
    }
    if (newSize > held && used + newSize - held > memoryBytes) return 0
    const moved = module._realloc(pointer, newSize)
    if (moved !== 0) used += newSize - held
    return moved
  }, 'iiiii')
}
