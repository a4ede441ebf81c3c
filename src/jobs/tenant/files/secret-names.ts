/** Names for secrets in files: what a shell takes for a variable, and each once. */
export class SecretNames {
  private readonly taken = new Set<string>()

  /** `CONNECTORS_GOOGLE_CLIENT_SECRET`; the same calls in the same order give the same names. */
  nameFor(file: string, key: string, path: readonly string[]): string {
    const places = path.length > 1 && path[0] === 'config' ? path.slice(1) : path
    const name = [file, key, ...places].map(word).filter(Boolean).join('_')
    let free = name
    for (let n = 2; this.taken.has(free); n++) free = `${name}_${n}`
    this.taken.add(free)
    return free
  }

  keep(name: string): void {
    this.taken.add(name)
  }
}

function word(text: string): string {
  return text
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .toUpperCase()
}
