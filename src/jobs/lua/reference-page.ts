import { snakeCase } from '../../base/snake-case.js'
import type { Operation } from '../../call/facts/operation.js'
import { wrap } from '../../call/output/text-width.js'
import type { Description, Shape } from '../describe/description.js'
import type { FieldView } from '../describe/fields.js'
import { factsOf, type Line, list, outline, points, section, variantLines } from '../describe/outline.js'
import { nameOfFlag, nameOfProperty } from './targets.js'
import { reworded } from './wording.js'

/** Columns of a page: scripts print it wherever they are run. */
const width = 80

/** One operation as scripts call it: what it does and needs, its parameters, the answer's fields, and an example. */
export function referencePage(lua: string, operation: Operation, description: Description, example: string): string {
  const { summary } = description
  const { method, path, id } = operation
  return [
    ...wrap(`logto.${lua}: ${summary}`, width),
    `${method} ${path} (${id}); logto ${description.command}`,
    ...(description.description ? ['', ...wrap(reworded(description.description), width)] : []),
    ...section('NEEDS', points(description.needs.map(reworded), width)),
    ...section('MIND', points(description.warnings.map(reworded), width)),
    ...section('PARAMETERS', list(parameterLines(operation, description), width)),
    ...bodySection(operation, description),
    ...description.answers.flatMap((answer) =>
      section(`ANSWER (status ${answer.status}, ${answer.type})`, shapeLines(answer)),
    ),
    ...section(
      'EXAMPLE',
      example.split('\n').map((line) => `  ${line}`),
    ),
    '',
  ].join('\n')
}

/** Arguments, query, paging, search and headers, by their names in the table of a call. */
function parameterLines(operation: Operation, { arguments: args, query, headers }: Description): Line[] {
  return [
    ...args.map(({ name, help, options }) => ({
      name: snakeCase(name),
      text: `required: ${help}${options ? ` (one of ${options.join(', ')})` : ''}`,
    })),
    ...query.map((field) => inputLine(snakeCase(field.flag ?? field.name), field)),
    ...(operation.paging
      ? [
          { name: 'page', text: 'integer: page to fetch, counted from 1; logto.each fetches all' },
          { name: 'page_size', text: 'integer, 1 to 100: rows on a page' },
        ]
      : []),
    ...(operation.search ? searchLines : []),
    ...headers.map(({ flag, help }) => ({
      name: nameOfFlag(operation, flag) ?? flag,
      text: `string: ${reworded(help)}`,
    })),
    ...(operation.body?.media === 'multipart' ? [{ name: 'file', text: 'required: path of the file to upload' }] : []),
    ...(operation.body?.patch === 'mergeable'
      ? [{ name: 'merge', text: 'boolean: lay the objects that are given over those that are stored' }]
      : []),
  ]
}

/** Logto's search of users. */
const searchLines: readonly Line[] = [
  { name: 'contains', text: 'string: text that any of the fields holds' },
  { name: 'search', text: 'string: pattern for any of the fields; % stands for any text' },
  { name: 'where', text: 'table of patterns by field: { name = "Ann%" }; a list of patterns for one field' },
  { name: 'mode', text: 'like, exact, similar_to or posix; or a table of them by field' },
  { name: 'joint', text: 'and, or: how the fields of where go together' },
  { name: 'case_sensitive', text: 'boolean: tell capital letters from small ones' },
]

function bodySection(operation: Operation, { body }: Description): string[] {
  if (!body || operation.body?.media === 'multipart') return []
  const title = `BODY (${body.type}, ${body.required ? 'required' : 'optional'})`
  if (operation.body?.shape !== 'fields') return section(`${title}, given as body = …`, shapeLines(body))
  if (body.variants) return section(title, shapeLines(body))
  return section(
    title,
    (body.fields ?? []).flatMap((field) => {
      const name = nameOfProperty(operation, field.name) ?? `body.${field.name}`
      return [
        ...list([inputLine(name, field)], width),
        ...outline((field.fields ?? []).map(withoutFlags), width, 4),
        ...variantLines(field, width, 4),
        ...list(partLines(field), width),
      ]
    }),
  )
}

function inputLine(name: string, { flag: _, help, ...field }: FieldView): Line {
  return { name, text: help === undefined ? factsOf(field, 'input') : `${factsOf(field, 'input')}: ${reworded(help)}` }
}

/** Parts of a property that may stand beside the parameters. */
function partLines({ fields = [] }: FieldView): Line[] {
  return fields.flatMap((part) => [
    ...(part.flag === undefined ? [] : [inputLine(snakeCase(part.flag), part)]),
    ...partLines(part),
  ])
}

function shapeLines({ type, fields = [], variants = [] }: Shape): string[] {
  if (variants.length > 0) return variantLines({ variants: variants.map(withoutFlags) }, width, 2, 'answer')
  if (fields.length > 0) return outline(fields.map(withoutFlags), width, 2, 'answer')
  return [type === 'nothing' ? '  empty: {success = true, status = …}' : '  no properties are documented']
}

/** Scripts know no flags. */
function withoutFlags<T extends { fields?: FieldView[] }>(view: T): T {
  const { flag: _, fields, ...rest } = view as T & { flag?: string }
  return { ...rest, ...(fields ? { fields: fields.map(withoutFlags) } : {}) } as T
}
