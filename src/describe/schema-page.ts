import type { BodySchema, OperationSchema } from '../request/schema.js'
import { type FieldView, fieldsOf, typeText, variantsOf } from './fields.js'
import { type DescribedOperation, flagsByProperty } from './operation-document.js'
import { list, outline, type Side, variantLines } from './outline.js'
import { rightText } from './right.js'

/** The outline of an operation for people: inputs, the body's properties and the answer's fields. */
export function schemaPage({ found, operation, schema, runs }: DescribedOperation, width: number): string {
  const { args, query, headers = {}, search, paging } = operation
  const preset = runs === found.command ? [] : [`Runs the operation of: logto ${runs}`]
  const head = [
    `logto ${found.command}: ${found.class.summary ?? ''}`,
    `${operation.method} ${operation.path} (${operation.id})`,
    ...preset,
    `Needs: ${rightText(operation.authority)}`,
  ]
  const queryLines = Object.entries(query).map(([flag, field]) => {
    const parameter = schema.parameters.find(({ name, in: place }) => place === 'query' && name === field.wire)
    const [view] = fieldsOf({
      properties: { [field.wire]: parameter?.schema ?? {} },
      ...(field.required ? { required: [field.wire] } : {}),
    })
    return { ...(view ?? { name: field.wire, type: 'any' }), flag }
  })
  const shared = [
    ...(search ? ['the search flags: --contains, --search, --where, --mode, --joint, --case-sensitive'] : []),
    ...(paging ? ['the paging flags: --page, --page-size, --all, --limit'] : []),
  ]
  return [
    ...head,
    ...section(
      'ARGUMENTS',
      list(
        Object.entries(args).map(([name, { help }]) => ({ name: name.toUpperCase(), text: help })),
        width,
      ),
    ),
    ...section('QUERY', [...outline(queryLines, width), ...shared.map((text) => `  ${text}`)]),
    ...section(
      'HEADERS',
      list(
        Object.entries(headers).map(([flag, { wire, help }]) => ({ name: wire, text: `${help} (--${flag})` })),
        width,
      ),
    ),
    ...bodySection(operation, schema, width),
    ...schema.answers.flatMap((answer) => answerSection(answer, width)),
    '',
  ].join('\n')
}

function bodySection(operation: DescribedOperation['operation'], { body }: OperationSchema, width: number): string[] {
  if (!body) return []
  const required = body.required ? 'required' : 'optional'
  if (operation.body?.media === 'multipart')
    return section('BODY', [`  multipart/form-data, ${required}: a file, given with --file PATH`])
  const patch = { merges: 'adds to what is stored', replaces: 'replaces each object given; see --merge' }
  const note = operation.body?.patch ? `, ${patch[operation.body.patch]}` : ''
  return section(`BODY (${typeText(body.schema)}, ${required}${note})`, withFlags(body.schema, operation, width))
}

function withFlags(schema: BodySchema, operation: DescribedOperation['operation'], width: number): string[] {
  const flags = flagsByProperty(operation)
  const named = (field: FieldView): FieldView => {
    const flag = flags[field.name]
    return {
      ...field,
      ...(flag === undefined ? {} : { flag }),
      ...(flag !== undefined && operation.body?.fields?.[flag]?.replaces ? { replaces: true as const } : {}),
    }
  }
  return formLines(schema, width, 'input', named)
}

/** The fields of an object or of a list's items, or each form of a union. */
function formLines(schema: BodySchema, width: number, side: Side, named = (field: FieldView) => field): string[] {
  const item = schema.items ?? schema
  const variants = variantsOf(item).map((variant) => ({ ...variant, fields: (variant.fields ?? []).map(named) }))
  if (variants.length > 0) return variantLines({ variants }, width, 2, side)
  const fields = fieldsOf(schema)
  return fields.length > 0 ? outline(fields.map(named), width, 2, side) : ['  any value of this type']
}

function answerSection({ status, media, schema }: OperationSchema['answers'][number], width: number): string[] {
  if (!schema) return section(`ANSWER ${status}`, [media ? `  ${media}` : '  nothing'])
  const isJson = media === undefined || media.includes('json')
  return section(`ANSWER ${status} (${isJson ? typeText(schema) : media})`, formLines(schema, width, 'answer'))
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length > 0 ? ['', title, ...lines] : []
}
