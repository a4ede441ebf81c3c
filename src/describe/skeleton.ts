import { placeholderOf } from './placeholder.js'
import type { ContentDescription, PropertyDescription, VariantDescription } from './properties.js'

/** How a body to edit is made: what is filled in of it. */
export interface Filling {
  /** Also what is optional. */
  all: boolean
}

/** What a skeleton has of the properties of one object: filled in, and offered in comments. */
export interface Choice {
  given: PropertyDescription[]
  offered: PropertyDescription[]
}

/**
 * Divides the properties of an object: those that are required are filled in, the others offered. Where nothing is
 * required one is filled in as an example, since an object must be there. What is deprecated or ignored is left out.
 */
export function chosen(properties: readonly PropertyDescription[], { all }: Filling): Choice {
  const usable = properties.filter(({ required, deprecated, ignored }) => required || !(deprecated || ignored))
  const required = usable.filter((property) => property.required)
  const optional = usable.filter((property) => !property.required)
  if (all) return { given: [...required, ...optional], offered: [] }
  const example = required.length > 0 ? undefined : exampleOf(optional)
  return {
    given: example ? [example] : required,
    offered: optional.filter((property) => property !== example),
  }
}

/** The plainest of some properties: the name, or else the first that is no object, list or secret. */
function exampleOf(properties: readonly PropertyDescription[]): PropertyDescription | undefined {
  const plain = properties.filter(
    ({ type, secret, variants }) => /^(string|boolean|number|integer)$/.test(type) && !secret && !variants,
  )
  return plain.find(({ name }) => name === 'name') ?? plain[0] ?? properties[0]
}

/** The value of a skeleton: what is to be filled in holds a placeholder. Of several forms the first is taken. */
export function skeletonValue(content: Omit<PropertyDescription, 'required'>, filling: Filling): unknown {
  const value = itemValue(content, filling)
  return content.type.endsWith('[]') ? [value] : value
}

function itemValue(content: Omit<PropertyDescription, 'required'>, filling: Filling): unknown {
  const { variants, properties, entries } = content
  const [form] = variants ?? []
  if (form) return skeletonValue({ ...form, name: content.name }, filling)
  if (properties) {
    const { given } = chosen(properties, filling)
    return Object.fromEntries(given.map((property) => [property.name, skeletonValue(property, filling)]))
  }
  if (entries) return { '<name>': skeletonValue({ ...entries, name: 'value' }, filling) }
  return placeholderOf(content)
}

/** What a body holds in one of its forms. */
export function inForm(content: ContentDescription, form: VariantDescription | undefined): ContentDescription {
  if (!form) return content
  const { variants: _, ...rest } = content
  const type = content.type.endsWith('[]') ? `${form.type}[]` : form.type
  return { ...rest, type, ...(form.properties ? { properties: form.properties } : {}) }
}
