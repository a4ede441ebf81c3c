import { type BodySchema, branchesOf, type OperationSchema } from '../../../call/request/schema.js'

/** Deeper properties are seldom typed one by one. */
const deepest = 4

/** Columns that a list of them can go on with: `id,na` becomes `id,name`. */
export function columnLists({ columns }: OperationSchema, typed: string): string[] {
  const given = typed.split(',').slice(0, -1)
  const start = given.map((column) => `${column},`).join('')
  const known = columns.filter((path) => !path.endsWith('.*')).map((path) => path.replaceAll('[]', ''))
  return [...new Set(known)].filter((path) => !given.includes(path)).map((path) => start + path)
}

/** Properties of the body that can be set, as `profile.givenName=`; no more than `typed` leads to. */
export function bodyPaths({ body }: OperationSchema, typed: string): string[] {
  if (!body || typed.includes('=')) return []
  return [...new Set(pathsIn(body.schema, '', 1))]
}

function pathsIn(schema: BodySchema, before: string, depth: number): string[] {
  const branches = [...branchesOf(schema), ...(schema.allOf ?? []).flatMap(branchesOf), schema]
  return branches.flatMap(({ properties = {} }) =>
    Object.entries(properties).flatMap(([name, inner]) => {
      // A name that a path would have to quote is not offered.
      if (inner['x-logto-ignored'] || !/^[\w-]+$/.test(name)) return []
      const path = `${before}${name}`
      return [`${path}=`, ...(depth < deepest ? pathsIn(inner, `${path}.`, depth + 1) : [])]
    }),
  )
}
