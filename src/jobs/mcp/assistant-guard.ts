import type { Tenant } from '../../access/auth/tenant.js'
import { DeclinedError, NotAllowedError } from '../../base/errors.js'
import type { Operation } from '../../call/facts/operation.js'
import { isDestructive } from '../../call/operation/confirm.js'
import { handsOnPower } from '../../call/operation/power.js'
import { refuseWrite } from '../../call/operation/protection.js'
import { refuseUnfitCredentials } from '../../call/operation/unfit-credentials.js'
import type { Input } from '../../call/request/input.js'
import type { ApiRequest } from '../../call/request/request.js'
import type { Caller } from '../lua/caller.js'
import type { Guard } from '../lua/consent.js'
import { includes, type Level, levelOf } from './levels.js'
import { question, type Reason } from './question.js'

/** Asks the person; undefined where nobody can be asked. `typed`: the name that has to be typed for yes. */
export type Ask = ((question: string, typed: string | undefined) => Promise<boolean>) | undefined

export interface GuardOptions {
  level: Level
  only: readonly string[]
  ask: Ask
  /** Answers hold for further calls of the same operation: those of a script. */
  isScript: boolean
}

/** Stands between what an assistant asks for and the tenant: what is allowed, and what a person has to agree to. */
export class AssistantGuard implements Guard {
  /** Answers by operation: nothing for yes, and the refusal. */
  private readonly answers = new Map<string, DeclinedError | undefined>()
  /** Questions come one after the other. */
  private last: Promise<unknown> = Promise.resolve()

  constructor(private readonly options: GuardOptions) {}

  permit(operation: Operation, { command }: Pick<Caller, 'command'>): void {
    const { level, only } = this.options
    if (only.length > 0 && !only.includes(command.split(' ')[0] ?? '')) {
      throw new NotAllowedError(`${command} is outside of what this server serves`, {
        code: 'mcp.not_served',
        hint: `it serves ${only.join(', ')} alone; the person who started it can change --only`,
      })
    }
    this.refuseAbove(level, levelOf(operation), command)
  }

  guard(
    tenant: Tenant,
    operation: Operation,
    request: ApiRequest,
    input: Input,
    { command, lua }: Pick<Caller, 'command' | 'lua'>,
  ): Promise<void> {
    const turn = this.last.then(async () => {
      refuseUnfitCredentials(tenant, operation.authority)
      if (request.method === 'GET') return
      refuseWrite(tenant)
      const destroys = isDestructive(operation, request)
      if (destroys) this.refuseAbove(this.options.level, 'destroy', command)
      const reasons: Reason[] = [
        ...(destroys ? (['destroys'] as const) : []),
        ...(handsOnPower(operation, request) ? (['hands on'] as const) : []),
      ]
      if (reasons.length === 0) return
      const { isScript } = this.options
      const kind = `${lua} ${reasons.join(' ')}`
      if (isScript && this.answers.has(kind)) return this.asBefore(kind)
      await this.asked(
        tenant,
        kind,
        question(tenant, { command, operation, args: input.args, request, reasons, isScript }),
      )
    })
    this.last = turn.catch(() => undefined)
    return turn
  }

  private asBefore(kind: string): void {
    const declined = this.answers.get(kind)
    if (declined) throw declined
  }

  private async asked(tenant: Tenant, kind: string, text: string): Promise<void> {
    const { ask } = this.options
    if (!ask) {
      throw new NotAllowedError('a person has to agree to this, and this client cannot ask one', {
        code: 'mcp.cannot_ask',
        hint: 'it needs a client that supports elicitation; or let the person run the command in a terminal',
      })
    }
    const { profile } = tenant
    const agreed = await ask(text, profile?.facts.protected ? profile.name : undefined)
    const declined = agreed
      ? undefined
      : new DeclinedError('the person did not agree: nothing was done', {
          code: 'mcp.declined',
          hint: 'do not ask again for the same; find out what the person wants',
        })
    this.answers.set(kind, declined)
    if (declined) throw declined
  }

  private refuseAbove(level: Level, needed: Level, command: string): void {
    if (includes(level, needed)) return
    const does = needed === 'destroy' ? 'destroys something' : 'changes the tenant'
    throw new NotAllowedError(`${command} ${does}, and this server allows ${level} alone`, {
      code: 'mcp.not_allowed',
      hint: `the person who started it can allow more with --allow ${needed}`,
    })
  }
}
