import type { DocumentedOperation } from './documents.js'
import type { Names } from './names.js'

/**
 * Holds the table of names against the documents. Throws one error that lists every operation without a name,
 * every name without an operation, every missing or repeated summary, and every command without an example.
 */
export function checkTable(
  operations: readonly DocumentedOperation[],
  names: Names,
  luaAliases: ReadonlyMap<string, string>,
): void {
  const problems: string[] = []
  const documented = new Set(operations.map((o) => o.id))
  const summaries = new Map<string, string>()
  const named = new Set<string>()
  for (const [topic, { summary, commands }] of names.topics) {
    if (!summary) problems.push(`${topic}: the topic has no summary`)
    for (const [verb, name] of Object.entries(commands)) {
      const command = `${topic} ${verb}`
      named.add(name.operation)
      if (!documented.has(name.operation)) problems.push(`${command}: no document has the operation ${name.operation}`)
      if (!name.summary) problems.push(`${command}: no summary`)
      else if (summaries.has(name.summary)) problems.push(`${command}: same summary as ${summaries.get(name.summary)}`)
      summaries.set(name.summary, command)
      if (!name.examples?.length) problems.push(`${command}: no example`)
      for (const [, example] of name.examples ?? []) {
        if (!example.includes(`logto ${command}`))
          problems.push(`${command}: an example shows another command: ${example}`)
      }
    }
  }
  for (const id of luaAliases.keys()) {
    if (!documented.has(id)) problems.push(`lua-aliases.yaml: no document has the operation ${id}`)
  }
  for (const { id, method, path } of operations) {
    if (!named.has(id)) problems.push(`${id} (${method} ${path}): no command is named for it`)
  }
  if (problems.length > 0) throw new Error(problems.join('\n'))
}
