import type { Description, Shape } from './description.js'
import { list, outline, type Side, section, variantLines } from './outline.js'
import { pageHead } from './page-head.js'

/** The outline of an operation for people: inputs, the body's properties and the answers' fields. */
export function schemaPage(description: Description, width: number): string {
  const { needs, lists, query, headers, body, answers } = description
  return [
    ...pageHead(description, width),
    ...section(
      'NEEDS',
      list(
        needs.map((name) => ({ name: '', text: name })),
        width,
        0,
      ),
    ),
    ...section(
      'ARGUMENTS',
      list(
        description.arguments.map(({ name, help }) => ({ name: name.toUpperCase(), text: help })),
        width,
      ),
    ),
    ...section('QUERY', [
      ...outline(query, width),
      ...list(
        lists.map((text) => ({ name: '', text })),
        width,
        0,
      ),
    ]),
    ...section(
      'HEADERS',
      list(
        headers.map(({ name, flag, help }) => ({ name, text: `${help} (--${flag})` })),
        width,
      ),
    ),
    ...(body
      ? section(
          bodyTitle(body),
          body.media.startsWith('multipart') ? ['  a file, given with --file PATH'] : shapeLines(body, width, 'input'),
        )
      : []),
    ...answers.flatMap((answer) =>
      section(
        `ANSWER ${answer.status} (${isJson(answer.media) ? answer.type : answer.media})`,
        shapeLines(answer, width, 'answer'),
      ),
    ),
    '',
  ].join('\n')
}

function bodyTitle({ type, required, media }: NonNullable<Description['body']>): string {
  return `BODY (${isJson(media) ? type : media}, ${required ? 'required' : 'optional'})`
}

function isJson(media: string | undefined): boolean {
  return media === undefined || media.includes('json')
}

function shapeLines({ type, fields = [], variants = [] }: Shape, width: number, side: Side): string[] {
  if (variants.length > 0) return variantLines({ variants }, width, 2, side)
  if (fields.length > 0) return outline(fields, width, 2, side)
  return [type === 'nothing' ? '  empty' : '  no properties are documented']
}
