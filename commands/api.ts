import { Args, Flags } from '@oclif/core'
import { UsageError } from '../src/base/errors.js'
import type { HttpMethod } from '../src/call/facts/operation.js'
import { BaseCommand } from '../src/call/operation/base-command.js'
import { encodingFlag, sessionFlag } from '../src/call/operation/oclif-shape.js'

const methods: readonly HttpMethod[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

const repeatable = { multiple: true, multipleNonGreedy: true } as const

export default class Api extends BaseCommand {
  static override readonly summary = 'Send a request to any path of the tenant'
  static override readonly description =
    'For what is newer than this program: the same profile, credentials, output, retries, dry run, guards and errors as everywhere. The path lies on the tenant; addresses of other hosts are refused. As in gh, each -f is a query parameter in a GET, and in every other method, DELETE too, a property of the JSON body, as text; nested ones as -f profile.givenName=Ann. A query beside a body stands in the path, or comes by --query-param. Nothing is checked before it is sent.'
  static readonly keywords = ['raw', 'request', 'rest', 'http']
  static override readonly usage = 'api METHOD PATH [FLAGS]'
  static override readonly examples = [
    { description: 'Read from a path', command: 'logto api GET /api/users -f page_size=5' },
    { description: 'Every row of a paged list, one a line', command: 'logto api GET /api/users --all -o jsonl' },
    { description: 'Write to one', command: "logto api PATCH /api/users/u4x8k2m9p1qz -f name='Ann Lee'" },
    { description: 'Send a whole body', command: 'logto api POST /api/organizations --body \'{"name":"Acme"}\'' },
  ]
  static override readonly args = {
    method: Args.string({
      description: 'GET, POST, PUT, PATCH or DELETE',
      required: true,
    }),
    path: Args.string({ description: 'Path on the tenant, with its query', required: true }),
  }
  static override readonly flags = {
    field: Flags.string({
      char: 'f',
      description: 'Query parameter (GET) or body property (any other method) as text; repeatable',
      helpValue: '<name=value>',
      ...repeatable,
    }),
    'set-json': Flags.string({
      description: 'Body property as JSON; repeatable',
      helpValue: '<path=json>',
      ...repeatable,
    }),
    body: Flags.string({
      description: "Whole body: JSON, @FILE (JSON or YAML) or '-' for standard input",
      helpValue: '<json|@file|->',
    }),
    encoding: encodingFlag(),
    all: Flags.boolean({ description: 'Fetch every page of a list' }),
    limit: Flags.string({ description: 'Fetch as many pages as it takes for this many rows', helpValue: '<n>' }),
    yes: Flags.boolean({ char: 'y', description: 'Do not ask before destroying anything' }),
    confirm: Flags.string({ description: 'With --yes on a protected profile: its name', helpValue: '<profile>' }),
    session: sessionFlag(),
  }

  override async run(): Promise<void> {
    const { args, flags } = await this.parseInput()
    const [{ rawOperation }, { runOperation }] = await Promise.all([
      import('../src/call/operation/raw-operation.js'),
      import('../src/call/operation/run-operation.js'),
    ])
    const method = methodOf(args.method ?? '')
    const paged = flags.all === true || flags.limit !== undefined
    const fields = (flags.field as string[] | undefined) ?? []
    if (method === 'GET' && (flags['set-json'] !== undefined || flags.body !== undefined)) throw bodyInGet()
    const isFilled = fields.length > 0 || flags['set-json'] !== undefined || flags.body !== undefined
    const { operation, query } = rawOperation(method, args.path ?? '', { paged, isFilled })
    const extra = (flags['query-param'] as string[] | undefined) ?? []
    const input = {
      args: {},
      flags: {
        ...flags,
        'query-param': [...query, ...(operation.body ? [] : fields), ...extra],
        set: operation.body ? fields : [],
        'no-validate': true,
      },
    }
    await runOperation(operation, input, {
      command: `api ${method} ${args.path}`,
      summary: `${method} ${args.path}`,
      schema: async () => ({
        id: 'api',
        method,
        path: operation.path,
        parameters: [],
        answers: [],
        columns: ['*'],
        body: { media: 'application/json', required: false, schema: {} },
      }),
      version: this.config.version,
      streams: this.streams,
    })
  }
}

function bodyInGet(): UsageError {
  return new UsageError('a GET has no body', {
    code: 'usage.bad_flags',
    hint: 'give query parameters with -f or --query-param',
  })
}

function methodOf(text: string): HttpMethod {
  const method = methods.find((each) => each === text.toUpperCase())
  if (method) return method
  throw new UsageError(`${text || 'an empty value'} is not a method`, {
    code: 'usage.bad_value',
    hint: `it is one of ${methods.join(', ')}; write logto api GET /api/users`,
  })
}
