import { isPlainObject } from '../../base/value-path.js'
import type { Operation } from '../../call/facts/operation.js'
import { yamlDocument } from '../../call/output/yaml-text.js'
import { withoutReadOnly } from '../../call/request/read-only.js'
import { type BodySchema, type OperationSchema, ownProperty, withBranches } from '../../call/request/schema.js'
import { comment, factsText } from '../describe/skeleton.js'

/** What a person can change of an object. */
export class Editable {
  private readonly body: BodySchema
  private readonly names: readonly string[]

  constructor(
    private readonly operation: Operation,
    private readonly schema: OperationSchema,
  ) {
    this.body = schema.body?.schema ?? {}
    const named = withBranches(this.body).flatMap(({ properties = {} }) => Object.keys(properties))
    this.names = [...new Set(named)]
  }

  /** Of an answer, the properties that the operation takes. */
  of(document: unknown): Record<string, unknown> {
    const answered = this.schema.answers.find(({ status }) => status >= 200 && status < 300)?.schema
    const { body } = withoutReadOnly(document, this.body, answered)
    const object = isPlainObject(body) ? body : {}
    return Object.fromEntries(this.names.flatMap((name) => (Object.hasOwn(object, name) ? [[name, object[name]]] : [])))
  }

  /** What the operation wants whatever is changed. */
  get required(): readonly string[] {
    return this.body.required ?? []
  }

  takesNull(name: string): boolean {
    return this.schemasOf(name).some((one) => withBranches(one).some(({ type }) => [type].flat().includes('null')))
  }

  /** The YAML text, each property below its help; what is not set is a comment. */
  text(value: Readonly<Record<string, unknown>>): string {
    const fields = Object.values(this.operation.body?.fields ?? {}).filter(({ within }) => !within)
    const lines = this.names.flatMap((name) => {
      const [schema = {}] = this.schemasOf(name)
      const isSet = Object.hasOwn(value, name)
      if (!isSet && (schema.deprecated || schema['x-logto-ignored'])) return []
      const help = fields.find(({ wire }) => wire === name)?.help
      return [
        '',
        ...comment(factsText(schema, this.required.includes(name), help)),
        isSet ? yamlDocument({ [name]: value[name] }).trimEnd() : `#${name}:`,
      ]
    })
    // What is stored and in no document of the API.
    const others = Object.entries(value).filter(([name]) => !this.names.includes(name))
    return `${[...lines, ...others.flatMap(([name, part]) => ['', yamlDocument({ [name]: part }).trimEnd()])].join('\n')}\n`
  }

  private schemasOf(name: string): BodySchema[] {
    return withBranches(this.body).flatMap((one) => ownProperty(one, name) ?? [])
  }
}
