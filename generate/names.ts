import { readdirSync, readFileSync } from 'node:fs'
import { isScalar, parseDocument, visit } from 'yaml'
import type { CommonNames, NamedCommand, Names, TopicName } from '../src/call/facts/maker/names.js'
import type { Operation } from '../src/call/facts/operation.js'
import { needsSentence } from '../src/jobs/describe/right.js'

/** Reads the table of names: one YAML file per topic, and `common.yaml`. Throws where a text is cut. */
export function readNames(folder: URL): Names {
  const read = (file: string) => readTable(readFileSync(new URL(file, folder), 'utf8'), file)
  const files = readdirSync(folder).filter((file) => file.endsWith('.yaml') && file !== 'common.yaml')
  return {
    common: read('common.yaml') as CommonNames,
    topics: new Map(files.sort().map((file) => [file.replace('.yaml', ''), read(file) as TopicName])),
  }
}

/**
 * A file of the table. YAML takes ` #` in a text without quotes for the beginning of a comment: what stands behind it
 * would be lost in silence, so that it is an error.
 */
export function readTable(text: string, file: string): unknown {
  const document = parseDocument(text)
  const [fault] = document.errors
  if (fault) throw new Error(`${file}: ${fault.message}`)
  visit(document, {
    Node(_, node) {
      if (!isScalar(node) || typeof node.comment !== 'string' || !node.range) return
      const line = text.slice(0, node.range[0]).split('\n').length
      throw new Error(`${file}, line ${line}: the text is cut at "#${node.comment}"; put it in quotes`)
    },
  })
  return document.toJS()
}

/** The older names of operations in Lua scripts, by operation id. */
export function readLuaAliases(file: URL): Map<string, string> {
  return new Map(Object.entries(parseDocument(readFileSync(file, 'utf8')).toJS() as Record<string, string>))
}

/** What `logto refresh` called operations before they had a name in the table, by operation id. */
export function readMadeNames(file: URL | string): Map<string, string> {
  const names = parseDocument(readFileSync(file, 'utf8')).toJS() as Record<string, string> | null
  return new Map(Object.entries(names ?? {}))
}

/** The commands of the table by operation id; a second name for one operation is an error. */
export function byOperation(names: Names): Map<string, NamedCommand> {
  const found = new Map<string, NamedCommand>()
  for (const [topic, within] of names.topics) {
    for (const [verb, name] of Object.entries(within.commands)) {
      const other = found.get(name.operation)
      if (other) throw new Error(`${name.operation} is named twice: ${other.topic} ${other.verb} and ${topic} ${verb}`)
      found.set(name.operation, { topic, verb, name, within })
    }
  }
  return found
}

/** The text of a command's help: what it does, and what it needs. */
export function helpText({ name }: NamedCommand, { api }: Pick<Operation, 'api'>): string {
  return [name.description?.trim() ?? '', needsSentence(api, name.needs)].filter((text) => text !== '').join(' ')
}
