import type { HttpBindings } from '@hono/node-server'
import { Hono, type Context as HonoContext } from 'hono'
import type { OperationSchema } from '../call/request/schema.js'
import { AccountApi } from './account/perform.js'
import { Malformed, readBody, TooLarge } from './body.js'
import type { Call, Reply } from './call.js'
import { answerOf } from './example-answer.js'
import { Experience } from './experience/perform.js'
import { checkAddress, checkTenant, guardsOf } from './guards.js'
import { addConsent } from './oidc/consent.js'
import type { OpenIdProvider } from './oidc/provider.js'
import { openApiDocument } from './openapi.js'
import type { Entry, Operations, Schema } from './operations.js'
import { addOwnPages } from './own-pages.js'
import { pageOf } from './paging.js'
import { perform as performManagement } from './perform.js'
import { Refusal, ServerFault } from './refusal.js'
import { keepDeclared, shape } from './shape.js'
import { newId, type Row } from './store.js'
import type { Tenant } from './tenant.js'
import { ManagerGate } from './tokens.js'
import type { Validator } from './validate.js'

/** What the routes work on. */
export interface Parts {
  operations: Operations
  tenant: Tenant
  openId: OpenIdProvider
  validator: Validator
  /** Whoever is asked by a third-party application refuses. */
  denyConsent: boolean
}

type Env = { Bindings: HttpBindings }
type Context = HonoContext<Env>

/** Paths that Logto serves without a token. */
const anonymous =
  /^\/api\/(\.well-known\/|authn\/|status$|swagger\.json$|saml\/|saml-applications\/\{\}\/(metadata|callback)$)/
const documents = /^\/api\/(?:\.well-known\/(management|experience|user)\.openapi|swagger)\.json$/

/** The tenant's HTTP routes beside the OpenID provider's: every operation of the index, consent, and the sandbox's own. */
export function createApp(given: Parts): Hono<Env> {
  const app = new Hono<Env>()
  app.use(async (context, next) => {
    await next()
    context.header('Logto-Core-Request-Id', newId(16))
  })
  app.onError((error, context) => refused(error, context))
  app.notFound((context) => context.text('Not Found', 404))
  addConsent(app, given.tenant, given.openId.provider, given.denyConsent)
  addOwnPages(app, given.tenant, given.openId.provider)
  const experience = new Experience(given.openId.provider)
  const gate = new ManagerGate(given.openId.provider.issuer, given.openId.publicKey)
  const account = new AccountApi(given.tenant, given.openId.provider)
  const perform: Record<Entry['api'], Perform> = {
    management: async (entry, context) => {
      if (!anonymous.test(entry.shape)) {
        await gate.admit(context.req.header('authorization'))
      }
      return (call) => performManagement(entry, call)
    },
    experience: async (entry, context) => {
      const admitted = await experience.admit(context.env)
      return (call) => experience.perform(entry, call, admitted, context.env)
    },
    user: async (entry, context) => {
      const { authorization, 'logto-verification-id': verificationId } = context.req.header()
      const caller = await account.admit(entry.method, authorization, verificationId)
      return (call) => account.perform(entry, call, caller)
    },
  }
  for (const entry of byPrecision(given.operations.entries)) {
    let index = 0
    const route = entry.path.replaceAll(/\{[^}]+\}/g, () => `:p${index++}`)
    app.on(entry.method, route, (context) => answer(given, entry, context, perform[entry.api]))
  }
  return app
}

/** Admits the caller of an operation or refuses; what it gives answers the request once it is checked. */
type Perform = (entry: Entry, context: Context) => Promise<(call: Omit<Call, 'owner'>) => Reply | Promise<Reply>>

/** `/configs/oidc/session` before `/configs/oidc/{keyType}`: routes are tried in order. */
function byPrecision(entries: readonly Entry[]): Entry[] {
  const parameters = (entry: Entry) => entry.shape.split('{}').length
  return [...entries].sort((a, b) => parameters(a) - parameters(b))
}

async function answer(given: Parts, entry: Entry, context: Context, admit: Perform): Promise<Response> {
  const perform = await admit(entry, context)
  const document = documents.exec(entry.shape)
  if (document) return context.json(await openApiDocument(given.operations, document[1]))
  const operation = await given.operations.schema(entry)
  const path = Object.values(context.req.param() as Record<string, string>)
  const url = new URL(context.req.url)
  checkInput(given.validator, operation, path, url.searchParams)
  const body = operation.body ? await checkedBody(given.validator, entry, operation.body.schema, context.req.raw) : {}
  const reply = await perform({ tenant: given.tenant, operation, path, query: url.searchParams, body: body as Row })
  return send(reply, operation, entry, url, context)
}

/** Checks path and query parameters as far as the document closes them; paging and search check themselves. */
function checkInput(
  validator: Validator,
  { parameters }: OperationSchema,
  path: readonly string[],
  query: URLSearchParams,
): void {
  parameters
    .filter((parameter) => parameter.in === 'path')
    .forEach(({ name, schema }, index) => {
      validator.check(nested(name, schema), { [name]: path[index] }, 'params')
    })
  for (const { name, in: place, required, schema } of parameters) {
    if (place !== 'query' || ['page', 'page_size', 'search_params'].includes(name)) continue
    if (required || query.has(name)) validator.check(nested(name, schema), queryValue(query, name, schema), 'query')
  }
}

function queryValue(query: URLSearchParams, name: string, schema: Schema): Row {
  const text = query.get(name)
  if (text === null) return {}
  if (schema.type === 'array') return { [name]: query.getAll(name) }
  return { [name]: schema.type === 'integer' ? Number(text) : text }
}

const wrappers = new WeakMap<object, Schema>()

/** The schema of an object that holds one parameter, so that issues name it. Made once per parameter, as it is compiled. */
function nested(name: string, schema: Schema): Schema {
  const known = wrappers.get(schema) ?? { type: 'object', required: [name], properties: { [name]: schema } }
  wrappers.set(schema, known)
  return known
}

async function checkedBody(validator: Validator, entry: Entry, schema: Schema, request: Request): Promise<unknown> {
  const body = await readBody(request)
  for (const guard of guardsOf(entry, schema)) validator.check(guard, body, 'body')
  checkTenant(entry, body)
  checkAddress(entry, body)
  return keepDeclared(schema, body)
}

function send(reply: Reply, operation: OperationSchema, entry: Entry, url: URL, context: Context): Response {
  const { schema, media, ...declared } = answerOf(operation, reply.status)
  // Some answers come with a status that the document does not have, in the form of the one that it has.
  const status = reply.status ?? declared.status
  const compute = reply.compute ?? (() => undefined)
  if (status === 302) return context.redirect(`${url.origin}/sandbox`, 302)
  if (status === 204) return context.body(null, 204)
  if (!schema) return context.text(status === 201 ? 'Created' : 'OK', status as 200)
  if (media !== 'application/json')
    return context.body(String(reply.body), status as 200, { 'content-type': `${media}; charset=utf-8` })
  if (!reply.list) return context.json(shape(schema, reply.body, compute), status as 200)
  const paged = operation.parameters.some((p) => p.name === 'page')
  const { rows, headers } = paged
    ? pageOf(reply.list, entry.shape, url)
    : { rows: reply.list.slice(0, reply.list.length), headers: [] }
  for (const [name, value] of headers) context.header(name, value)
  const shaped = reply.envelope ? { [reply.envelope]: rows } : shape(schema, rows, compute)
  return context.json(shaped, status as 200)
}

function refused(error: Error, context: Context): Response {
  if (error instanceof Refusal) return context.json(error.body, error.status as 400)
  if (error instanceof TooLarge) return context.text('Not Found', 404)
  if (error instanceof ServerFault) return context.json({ message: 'Internal server error.' }, 500)
  if (error instanceof Malformed) return context.json({ message: error.message }, 400)
  return context.json({ message: 'Internal server error.', data: error.message }, 500)
}
