/** A text whose `{property}` places have the values of an object; a place without a value has its name. */
export function filled(text: string, value: Readonly<Record<string, unknown>>): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => String(value[name] ?? name))
}
