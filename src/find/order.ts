/** What is done first to a thing comes first. Verbs that are not named here stand between changing and taking away. */
const first = ['list', 'find', 'get', 'show', 'has', 'create', 'generate', 'upload', 'add', 'assign']
const then = ['update', 'rename', 'set', 'replace', 'upsert']
const last = ['test', 'verify', 'revoke', 'cleanup', 'remove', 'delete']

/**
 * The commands of a topic, by their names within it, in the order of its help: those of `order` first, then those that
 * do something to the thing itself, then those about what belongs to it, thing by thing.
 */
export function inOrder(verbs: readonly string[], order: readonly string[] = []): string[] {
  const place = (verb: string) => (order.includes(verb) ? order.indexOf(verb) : order.length)
  return [...verbs].sort(
    (a, b) => place(a) - place(b) || compare(partOf(a), partOf(b)) || rankOf(a) - rankOf(b) || compare(a, b),
  )
}

/** What a command is about within its topic: `list-roles` and `remove-role` are about `role`, `list` is about nothing. */
function partOf(verb: string): string {
  const [, ...noun] = verb.split(/[- ]/)
  return noun
    .join('-')
    .replace(/^all-/, '')
    .replace(/-by-path$/, '')
    .replace(/ies$/, 'y')
    .replace(/s$/, '')
}

/** How early a verb comes among those of one thing. */
export function rankOf(verb: string): number {
  const [word = ''] = verb.split(/[- ]/)
  const ranked = [...first, ...then, '', ...last]
  return ranked.indexOf(ranked.includes(word) ? word : '')
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
