import { fateOf } from '../src/call/facts/fate.js'
import type { NamedCommand, TopicName } from '../src/call/facts/maker/names.js'
import type { FieldFact, Operation } from '../src/call/facts/operation.js'
import { helpText } from './names.js'

/** One command with its facts, for the reference. */
export interface ReferenceEntry {
  named: NamedCommand
  facts: Operation
}

/** The page of a topic: what each command does, takes and answers, and its examples. Global flags are left to `--help`. */
export function referencePage(topic: string, { summary }: TopicName, entries: readonly ReferenceEntry[]): string {
  const lines = [`# logto ${topic}`, '', `${summary}.`, '']
  for (const { named } of entries)
    lines.push(`- [${topic} ${named.verb}](#logto-${topic}-${named.verb}): ${named.name.summary}`)
  for (const entry of entries) lines.push('', ...commandSection(topic, entry))
  return `${lines.join('\n')}\n`
}

/** The list of topics. */
export function referenceIndex(topics: ReadonlyMap<string, TopicName>): string {
  const lines = [...topics].map(([topic, { summary, commands }]) => {
    const count = Object.keys(commands).length
    return `- [logto ${topic}](${topic}.md): ${summary} (${count} command${count === 1 ? '' : 's'})`
  })
  return `# Command reference\n\nGenerated; \`logto COMMAND --help\` says the same and more.\n\n${lines.join('\n')}\n`
}

function commandSection(topic: string, { named, facts }: ReferenceEntry): string[] {
  const { verb, name } = named
  const usage = ['logto', topic, verb, ...Object.keys(facts.args).map((arg) => arg.toUpperCase()), '[FLAGS]'].join(' ')
  const lines = [`## logto ${topic} ${verb}`, '', `${name.summary}. \`${facts.method} ${facts.path}\``, '']
  const text = helpText(named, facts)
  if (text) lines.push(text, '')
  lines.push('```sh', usage, '```')
  const inputs = [
    ...Object.entries(facts.args).map(([arg, { help }]) => [arg.toUpperCase(), help]),
    ...Object.entries(facts.query).map(([flag, field]) => [`--${flag}`, inputHelp(field)]),
    ...Object.entries(facts.headers ?? {}).map(([flag, { help }]) => [`--${flag}`, help]),
    ...Object.entries(facts.body?.fields ?? {}).map(([flag, field]) => [`--${flag}`, inputHelp(field)]),
  ]
  if (inputs.length > 0) {
    lines.push('', '| input | meaning |', '|---|---|')
    for (const [input = '', help = ''] of inputs) lines.push(`| \`${input}\` | ${help.replaceAll('|', '\\|')} |`)
  }
  const more = sharedInputs(facts)
  if (more) lines.push('', more)
  for (const [does, command] of name.examples) lines.push('', `${does}:`, '', '```sh', command, '```')
  return lines
}

function inputHelp(field: FieldFact): string {
  const notes = [
    ...(field.required ? ['required'] : []),
    ...(field.list ? ['repeatable'] : []),
    ...(field.options ? [`one of ${field.options.map((o) => `\`${o}\``).join(', ')}`] : []),
    ...(field.default === undefined ? [] : [`default \`${field.default}\``]),
    ...fateOf(field),
  ]
  return notes.length > 0 ? `${field.help} (${notes.join('; ')})` : field.help
}

function sharedInputs({ paging, search, body, destructive, destructiveWhenEmpty }: Operation): string {
  const shared = [
    ...(search
      ? ['the search flags (`--contains`, `--search`, `--where`, `--mode`, `--joint`, `--case-sensitive`)']
      : []),
    ...(paging ? ['the paging flags (`--page`, `--page-size`, `--all`, `--limit`)'] : []),
    ...(body?.media === 'multipart' ? ['`--file PATH`'] : []),
    ...(body && body.media !== 'multipart' ? ['`--body`, `--set`, `--set-json`'] : []),
    ...(body?.patch === 'mergeable' ? ['`--merge`'] : []),
    ...(body?.patch ? ['`--replace`'] : []),
    ...(destructive || destructiveWhenEmpty ? ['`--yes`'] : []),
  ]
  return shared.length > 0 ? `Also: ${shared.join(', ')}.` : ''
}
