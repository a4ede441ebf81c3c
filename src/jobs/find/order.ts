import type { Topics } from './topics.js'

/** Names in the order given; those that the order does not know come last, by their letters. */
export function inOrder(names: readonly string[], order: readonly string[] = []): string[] {
  const places = new Map(order.map((name, i) => [name, i]))
  const place = (name: string) => places.get(name) ?? order.length
  return [...names].sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1))
}

/** The order of a topic's commands; that of a topic within a topic stands in the order of the outer one. */
export function orderOf(topic: string, { order }: Topics): string[] {
  const [outer = '', ...inner] = topic.split(' ')
  const start = inner.map((word) => `${word} `).join('')
  return (order[outer] ?? []).filter((name) => name.startsWith(start)).map((name) => name.slice(start.length))
}

/** Commands (`users list`) in the order of the help: topic by topic, then those that have none. */
export function inHelpOrder(commands: readonly string[], { groups, commands: top, order }: Topics): string[] {
  const byTopic = new Map<string, string[]>()
  for (const command of commands) {
    const topic = command.includes(' ') ? command.slice(0, command.indexOf(' ')) : ''
    byTopic.set(topic, [...(byTopic.get(topic) ?? []), command.slice(topic === '' ? 0 : topic.length + 1)])
  }
  const listed = groups.flatMap(({ topics }) => topics.map(({ name }) => name))
  const topics = inOrder(
    [...byTopic.keys()].filter((topic) => topic !== ''),
    listed,
  )
  return [
    ...topics.flatMap((topic) => inOrder(byTopic.get(topic) ?? [], order[topic]).map((verb) => `${topic} ${verb}`)),
    ...inOrder(byTopic.get('') ?? [], top),
  ]
}
