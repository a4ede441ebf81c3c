/**
 * What an operation is: the facts of one API operation that its generated command carries.
 * Facts come from `openapi/` and the table of names; logic that reads them lives beside this file.
 */

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** Whose right the request carries: a management token, an end user's token, a sign-in's cookies, a token if there is one, or none. */
export type Authority = 'management' | 'user' | 'interaction' | 'optional' | 'none'

/**
 * How the text of a flag becomes a wire value.
 * `any` is for properties whose type the document leaves open: JSON if it parses as an object or array, else text.
 */
export type ValueType = 'string' | 'number' | 'boolean' | 'json' | 'any' | 'time'

/** A positional argument: one segment of the path. */
export interface ArgumentFact {
  /** Name of the path parameter as Logto spells it. */
  wire: string
  help: string
  /** The closed set of values, where there is one. */
  options?: readonly string[]
}

/** A flag that becomes a query parameter or a top-level body property. */
export interface FieldFact {
  wire: string
  type: ValueType
  help: string
  /** Every request needs it (for a body: in every form that the body may take). */
  required?: true
  /** Repeatable: each use gives one value of a list. */
  list?: true
  /** A list of ids of Logto's, which hold no comma: one use may give several, separated by commas. */
  ids?: true
  /** Another name of the flag. */
  alias?: string
  /** The closed set of values, where there is one. */
  options?: readonly string[]
  /** What Logto takes when it is left out. */
  default?: string | number | boolean
  /** Inclusive bounds of a number. */
  min?: number
  max?: number
  nullable?: true
  /** Holds a secret: read from standard input (`-`), `@FILE` or a hidden prompt (`?`). */
  secret?: true
  /** Holds a long text: `@FILE` reads it. */
  text?: true
  /** An object or list that a PATCH replaces as a whole. */
  replaces?: true
  /** An object that a PATCH lays over the stored one, key by key; what a key holds is replaced. */
  merges?: true
  /** Columns of what it adds to the answer. */
  adds?: readonly string[]
  /** A text to look for, not a pattern: wildcards in it are escaped. */
  literal?: true
  /** Logto accepts it and ignores it: sent, with a notice. */
  ignored?: true
  /** A regular expression that Logto holds a text against. */
  pattern?: string
  /** Of a flag for a part of the body: the properties that it stands in, from the outside. */
  within?: readonly string[]
  deprecated?: true
}

/** A request header with a flag; with `cookie` it is the value of that cookie, which is a secret. */
export interface HeaderFact {
  wire: string
  help: string
  cookie?: string
}

/** What is said of a refusal in the place of Logto's words; a text alone is what to do. */
export type RefusalFact = string | { says?: string; hint?: string }

/** How the rows of a list come. `required`: always paged; `optional`: all rows unless a page is asked for. */
export interface PagingFact {
  kind: 'required' | 'optional'
}

/** What comes next, for an answer whose properties have one of the values. */
export interface NextFact {
  when?: Readonly<Record<string, readonly string[]>>
  say: string
}

/**
 * A POST that makes the object before it looks at the list `despite`: refused for that, the object is there, and `by` is
 * the property that finds it. What is said then; `{property}` is filled in from the object.
 */
export interface HalfMadeFact {
  by: string
  despite: string
  says: string
  hint: string
}

/** The body an operation takes. */
export interface BodyFact {
  /** `multipart` is one file in the field `file`; `form` is application/x-www-form-urlencoded. */
  media: 'json' | 'form' | 'multipart'
  /** `fields`: properties have flags. `free`: any object. `array`: a list. `unknown`: the document does not say. */
  shape: 'fields' | 'free' | 'array' | 'unknown'
  /** By flag name. */
  fields?: Readonly<Record<string, FieldFact>>
  /**
   * PATCH with objects in it, of which a part alone loses the rest. `mergeable`: a GET of the same path tells what is
   * stored; `whole`: nothing does.
   */
  patch?: 'mergeable' | 'whole'
  /** PUT that changes what is given and keeps the rest. */
  keeps?: true
}

/** All that a generated command knows of its operation. */
export interface Operation {
  /** Logto's operationId. */
  id: string
  api: 'management' | 'experience' | 'user'
  method: HttpMethod
  /** Path template, such as `/api/users/{userId}`. */
  path: string
  authority: Authority
  /** By argument name, in the order of the path. */
  args: Readonly<Record<string, ArgumentFact>>
  /** Query parameters by flag name; paging and user search are marked below instead. */
  query: Readonly<Record<string, FieldFact>>
  /** Takes Logto's search parameters (`search`, `mode`, `joint`, …): the fields that they can name. */
  search?: readonly string[]
  paging?: PagingFact
  body?: BodyFact
  /** Request headers by flag name, such as `verification-id`. */
  headers?: Readonly<Record<string, HeaderFact>>
  /** What the end user's token must have been granted, for all that the operation can do. */
  userScopes?: readonly string[]
  /** Whether Logto wants a fresh proof of who the user is: always, or in the cases that the help names. */
  verification?: 'required' | 'conditional'
  /** Property that holds the rows, where a list is answered in an envelope. */
  rows?: string
  /** Default columns of the table: wire names, nested with dots. */
  columns?: readonly string[]
  /** All column paths the document declares for a row or object; an open object ends in `.*`. Loaded with the schema, not here. */
  /** A PUT of a set, by the property that holds it, which is carried out by a POST and DELETEs: see `member-wise.ts`. */
  memberwise?: string
  /** It may be refused and have made its object all the same: see `half-made.ts`. */
  halfMade?: HalfMadeFact
  /** A refusal whose body is a result is an answer; what it means, for people. */
  rejected?: string
  /** What is said of refusals that mean something special here, by Logto's code or `http.<status>`. */
  refusals?: Readonly<Record<string, RefusalFact>>
  /** What is said to people after an answer; `{property}` is filled in from it. */
  next?: readonly NextFact[]
  /** Sentence for an empty answer; `{argument-name}` is filled in. */
  says?: string
  /** Destroys something: asks first. */
  destructive?: true
  /** A PUT that can take everything away, by an empty object or empty lists: asks first where it does. */
  destructiveWhenEmpty?: true
  /**
   * A write that hands on no power and no data: always, or where the body has these properties alone, each a name or a
   * name with a value in JSON (`isSuspended=true`). Every other write counts as one that does, also one that nobody has
   * looked at. A deletion hands on nothing; it destroys.
   */
  harmless?: true | readonly string[]
  /** Hands out a new secret: shown on a terminal. */
  reveals?: true
  deprecated?: true
  /** Made from the tenant's own document by `logto refresh`, and seen by nobody: a write asks first. */
  unreviewed?: true
}
