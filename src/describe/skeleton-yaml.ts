import { stringify } from 'yaml'
import { wrap } from '../output/text-width.js'
import { propertyFacts } from './facts-in-words.js'
import { placeholderOf } from './placeholder.js'
import type { PropertyDescription } from './properties.js'
import { chosen, type Filling } from './skeleton.js'

const width = 80

/**
 * A body to edit as YAML. `# text` is a comment; a line with a `#` right before it is optional: without the `#` it is
 * part of the body.
 */
export function skeletonYaml(body: Omit<PropertyDescription, 'required'>, head: readonly string[]): string {
  const comments = head.flatMap((line) => comment(line, width))
  return `${[...comments, '', ...valueLines(body, { all: false }, width)].join('\n')}\n`
}

/** The lines of a value that takes more than one; none where it fits behind its name. */
function valueLines(content: Omit<PropertyDescription, 'required'>, filling: Filling, room: number): string[] {
  if (content.type.endsWith('[]')) {
    const item = { ...content, type: content.type.slice(0, -2) }
    const [first = scalar(item), ...rest] = valueLines(item, filling, room - 2)
    return [`- ${first}`, ...rest.map((line) => `  ${line}`.trimEnd())]
  }
  const [form] = content.variants ?? []
  if (form) return valueLines({ ...form, name: content.name }, filling, room)
  if (content.properties) return objectLines(content.properties, filling, room)
  if (content.entries) return propertyLines({ ...content.entries, name: '<name>' }, filling, room)
  return []
}

function objectLines(properties: readonly PropertyDescription[], filling: Filling, room: number): string[] {
  const { given, offered } = chosen(properties, filling)
  return [
    ...given.flatMap((property) => propertyLines(property, filling, room)),
    ...offered.flatMap((property) => {
      const lines = propertyLines(property, { all: true }, room - 1)
      const prose = lines.findIndex((line) => !line.startsWith('# '))
      return lines.map((line, i) => (i < prose ? line : `#${line}`))
    }),
  ]
}

/** A property with what is to be known of it: above it, or behind it where that is short. */
function propertyLines(property: PropertyDescription, filling: Filling, room: number): string[] {
  const { description, variants } = property
  const facts = propertyFacts(property).join(', ')
  const others = variants?.slice(1).map(({ label }) => label) ?? []
  const more = others.length > 0 ? ` Other forms: ${others.join('; ')}.` : ''
  const [first, ...rest] = assignment(property, filling, room)
  const behind = `${first}  # ${facts}`
  if (description === undefined && more === '' && behind.length <= room) return [behind, ...rest]
  const text = description === undefined ? `${facts}.${more}` : `${description} (${facts}).${more}`
  return [...comment(text, room), first, ...rest]
}

/** `name: value`, or the name and the lines below it. */
function assignment(property: PropertyDescription, filling: Filling, room: number): [string, ...string[]] {
  const name = stringify(property.name).trimEnd()
  const lines = valueLines(property, filling, room - 2)
  if (lines.length === 0) return [`${name}: ${scalar(property)}`]
  return [`${name}:`, ...lines.map((line) => `  ${line}`)]
}

function scalar(property: Omit<PropertyDescription, 'required'>): string {
  // A text that YAML 1.1 readers take for a boolean or a number is quoted.
  return stringify(placeholderOf(property), { lineWidth: 0, compat: 'yaml-1.1' }).trimEnd()
}

function comment(text: string, room: number): string[] {
  return wrap(text, room - 2).map((line) => `# ${line}`)
}
