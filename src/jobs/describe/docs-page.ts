import { fateOf } from '../../call/facts/fate.js'
import { wrap } from '../../call/output/text-width.js'
import { commandLines } from './command-lines.js'
import type { Description, Shape } from './description.js'
import type { FieldView } from './fields.js'
import { type Line, list, points, section } from './outline.js'
import { pageHead } from './page-head.js'

/** A command in our words, for people: what it does and needs, its inputs in brief, examples, and the commands around it. */
export function docsPage(description: Description, summaries: ReadonlyMap<string, string>, width: number): string {
  const { needs, warnings, lists, examples, before, after, answers } = description
  const paragraphs = [description.description].filter(Boolean).flatMap((text) => ['', ...wrap(text, width)])
  const others = (names: readonly string[]) =>
    list(
      names.map((name) => ({ name: `logto ${name}`, text: summaries.get(name) ?? '' })),
      width,
    )
  return [
    ...pageHead(description, width),
    ...paragraphs,
    ...section('NEEDS', points(needs, width)),
    ...section('MIND', points(warnings, width)),
    ...section('LIST', points(lists, width)),
    ...section('INPUTS', list(inputLines(description), width)),
    ...(answers.length > 0 ? section('ANSWER', points([answerText(answers)], width)) : []),
    ...section(
      'EXAMPLES',
      examples.flatMap(({ description: does, command: line }) => [
        ...(does ? wrap(`${does}:`, width - 2).map((text) => `  ${text}`) : []),
        ...commandLines(line, width - 6).map((text, i) => `${i === 0 ? '    ' : '      '}${text}`),
      ]),
    ),
    ...section('BEFORE', others(before)),
    ...section('AFTER', others(after)),
    ...section(
      'MORE',
      moreLines(description).map((line) => `  ${line}`),
    ),
    '',
  ].join('\n')
}

function inputLines({ arguments: args, query, headers, body, operation }: Description): Line[] {
  const isPreset = operation?.runs !== undefined
  const fields = isPreset ? [] : (body?.fields ?? merged(body?.variants ?? []))
  const flagged = [...query, ...fields.flatMap(withParts)].filter((field) => field.flag !== undefined)
  return [
    ...args.map(({ name, help, options }) => ({
      name: name.toUpperCase(),
      text: withNotes(help, options ? [`one of ${options.join(', ')}`] : []),
    })),
    ...headers.map(({ flag, help }) => ({ name: `--${flag}`, text: help })),
    ...flagged.map((field) => ({ name: `--${field.flag}`, text: withNotes(field.help ?? '', notesOf(field)) })),
    ...(body?.media.startsWith('multipart') ? [{ name: '--file', text: 'File to upload (required)' }] : []),
    ...(body && !isPreset && !body.media.startsWith('multipart')
      ? [{ name: '--body', text: 'The whole body, from text, @FILE or standard input' }]
      : []),
  ]
}

/** A property, and what is in it. */
function withParts(field: FieldView): FieldView[] {
  return [field, ...(field.fields ?? []).flatMap(withParts)]
}

/** The properties that the forms of a union have between them, each once. */
function merged(variants: NonNullable<Shape['variants']>): FieldView[] {
  const all = variants.flatMap(({ fields = [] }) => fields)
  return all.filter((field, at) => all.findIndex(({ name }) => name === field.name) === at)
}

function notesOf(field: FieldView): string[] {
  const { required, options, type } = field
  return [
    ...(required ? ['required'] : []),
    ...(type.endsWith('[]') ? ['repeatable'] : []),
    ...(options ? [`one of ${options.join(', ')}`] : []),
    ...fateOf(field),
  ]
}

function withNotes(text: string, notes: readonly string[]): string {
  return notes.length > 0 ? `${text} (${notes.join('; ')})` : text
}

function answerText([answer, ...others]: Description['answers']): string {
  const { type = 'nothing', fields = [], variants = [] } = answer ?? {}
  if (type === 'nothing') return `Empty (status ${[answer, ...others].map((each) => each?.status).join(' or ')}).`
  const names = fields.length > 0 ? fields : merged(variants)
  return names.length > 0 ? `${type} with ${names.map(({ name }) => name).join(', ')}` : type
}

function moreLines({ command, operation, body }: Description): string[] {
  const [topic = '', verb] = command.split(' ')
  return [
    ...(operation ? [`logto schema ${command}`] : []),
    ...(body && operation?.runs === undefined && !body.media.startsWith('multipart')
      ? [`logto schema ${command} --skeleton`]
      : []),
    `logto ${command} --help`,
    ...(verb === undefined ? [] : [`logto docs ${topic}`]),
  ]
}
