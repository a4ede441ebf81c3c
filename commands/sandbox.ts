import { pathToFileURL } from 'node:url'
import { Flags } from '@oclif/core'
import { UsageError } from '../src/base/errors.js'
import { BaseCommand } from '../src/call/operation/base-command.js'
import { processFlags } from '../src/call/operation/global-flags.js'
import { parseDuration } from '../src/call/request/times.js'
import type { RateLimit } from '../src/sandbox/rate-limit.js'
import type { Sandbox } from '../src/sandbox/start.js'

export default class SandboxCommand extends BaseCommand {
  static override summary = 'Run a Logto-like tenant on this machine, to try'

  static override description = [
    'Listens on 127.0.0.1 until Ctrl-C, with a few invented people, applications and organizations.',
    'What is made in it is kept in memory: users with their passwords and second factors, applications, organizations,',
    'roles, API resources and scopes, connectors, hooks, invitations, templates, settings, and how they are related.',
    'People sign in to its applications: ana, bo, chidi, dana, emre and grace have the password sandbox-Pass-1.',
    'No message leaves it: codes are printed here instead, and listed at /sandbox/messages.',
    'A device code is approved by curl -d username=ana URL/sandbox/device-codes/CODE.',
    'Everything else (keys, statistics) is checked in the same way and answered with an example of the',
    'right form, but not kept. It is not Logto: there are no pages, passkeys, or sign-ins by a third party.',
  ].join(' ')

  static readonly keywords = ['mock', 'local', 'fake', 'test server', 'offline']
  static override usage = 'sandbox [FLAGS]'

  static override examples = [
    {
      description: 'Start one and use it in the same shell',
      command: 'logto sandbox > sandbox.env & sleep 1; . ./sandbox.env',
    },
    {
      description: 'Start one that takes 200 requests in any 10 seconds, as a cloud tenant does',
      command: 'logto sandbox --rate-limit 200/10s',
    },
    {
      description: 'Start one with many users, on a port of your choice',
      command: 'logto sandbox --port 3001 --users 100000',
    },
  ]

  static override baseFlags = processFlags

  static override flags = {
    port: Flags.integer({
      description: 'Port to listen on [default: a free one]',
      helpValue: '<n>',
      min: 1,
      max: 65535,
    }),
    users: Flags.integer({
      description: 'Generated users to start with',
      helpValue: '<n>',
      min: 0,
      max: 1_000_000,
      default: 0,
    }),
    'token-lifetime': Flags.integer({
      description: 'Lifetime of access tokens [default: that of the API resource, 3600]',
      helpValue: '<seconds>',
      min: 1,
    }),
    'interaction-lifetime': Flags.integer({
      description: 'Time that people have to sign in',
      helpValue: '<seconds>',
      min: 1,
      default: 3600,
    }),
    'rate-limit': Flags.string({
      description: 'Most requests in any such time; more are answered 429 with Retry-After [default: no limit]',
      helpValue: '<n/time>',
    }),
  }

  async run(): Promise<void> {
    const { flags } = await this.parseInput()
    const stopped = interruption()
    const sandbox = await this.start(flags)
    await this.streams.err(
      `A sandbox at ${sandbox.url}, for trying and testing: not a Logto. It forgets everything when it stops (Ctrl-C).`,
    )
    try {
      await this.streams.out(environmentLines(sandbox))
      await stopped
    } finally {
      await sandbox.close()
    }
    // The way to stop it is Ctrl-C, so that is success: exit 0, not 130.
  }

  private async start(flags: Record<string, unknown>): Promise<Sandbox> {
    // What later Nodes deprecate in the provider's libraries is nothing that somebody who tries a tenant can mend.
    process.noDeprecation = true
    const { startSandbox } = await import('../src/sandbox/start.js')
    const port = flags.port as number | undefined
    const limit = flags['rate-limit'] as string | undefined
    const tokenLifetime = flags['token-lifetime'] as number | undefined
    try {
      return await startSandbox({
        ...(port === undefined ? {} : { port }),
        users: flags.users as number,
        ...(tokenLifetime === undefined ? {} : { tokenLifetime }),
        interactionLifetime: flags['interaction-lifetime'] as number,
        ...(limit === undefined ? {} : { rateLimit: rateLimit(limit) }),
        onMessage: ({ to, template, code }) => void this.streams.err(`To ${to} (${template}): the code is ${code}.`),
        operations: pathToFileURL(`${this.config.root}/operations`),
      })
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code
      if (code !== 'EADDRINUSE' && code !== 'EACCES') throw error
      throw new UsageError(`port ${port} ${code === 'EACCES' ? 'may not be used by you' : 'is in use'}`, {
        code: 'usage.port_unavailable',
        hint: 'choose another --port, or leave it out to get a free one',
        cause: error,
      })
    }
  }
}

/** Reads a limit such as `200/10s`: a number of requests and a length of time. Throws a UsageError. */
function rateLimit(text: string): RateLimit {
  const [, count, time = ''] = /^(\d{1,6})\/(.+)$/.exec(text) ?? []
  const requests = Number(count)
  if (requests > 0) return { requests, window: parseDuration(time, 'rate-limit') }
  throw new UsageError(`--rate-limit: ${text || 'an empty text'} is not a limit`, {
    code: 'usage.bad_rate_limit',
    hint: 'give requests and a time, such as 200/10s',
  })
}

/** Lines for a shell to read. */
function environmentLines({ url, clientId, clientSecret }: Sandbox): string {
  return `export LOGTO_ENDPOINT=${url}
export LOGTO_CLIENT_ID=${clientId}
export LOGTO_CLIENT_SECRET=${clientSecret}
`
}

/** Resolves on the first Ctrl-C or request to terminate; a second one ends the process at once. */
function interruption(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })
}
