import type { DocumentedOperation } from '../src/call/facts/maker/documents.js'
import type { Names } from '../src/call/facts/maker/names.js'

/**
 * Holds the table of names against the documents. Throws one error that lists every operation without a name,
 * every name without an operation, every missing or repeated summary, every command without an example, and every
 * neighbour that is no command. `otherCommands` are those that are written by hand.
 */
export function checkTable(
  operations: readonly DocumentedOperation[],
  names: Names,
  luaAliases: ReadonlyMap<string, string>,
  otherCommands: ReadonlySet<string> = new Set(),
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
  for (const [topic, { commands }] of names.topics) {
    for (const [verb, { before = [], after = [] }] of Object.entries(commands)) {
      for (const neighbour of [...before, ...after]) {
        const exists = isNamed(neighbour, names) || otherCommands.has(neighbour)
        if (!exists || neighbour === `${topic} ${verb}`)
          problems.push(`${topic} ${verb}: ${neighbour} cannot come before or after it`)
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

function isNamed(command: string, { topics }: Names): boolean {
  const [topic = '', verb = ''] = command.split(' ')
  return Object.hasOwn(topics.get(topic)?.commands ?? {}, verb)
}
