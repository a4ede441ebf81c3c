/** `page-size` and `pageSize` → `page_size`: how Lua spells names. */
export function snakeCase(name: string): string {
  return name
    .replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_')
    .replaceAll(/[^A-Za-z0-9]+/g, '_')
    .toLowerCase()
}
