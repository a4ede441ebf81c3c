import type { Tenant } from '../../access/auth/tenant.js'
import { DeclinedError } from '../../base/errors.js'
import type { Operation } from '../../call/facts/operation.js'
import { reasonToAsk } from '../../call/operation/confirm.js'
import { guardRequest } from '../../call/operation/send-operation.js'
import type { Input } from '../../call/request/input.js'
import type { ApiRequest } from '../../call/request/request.js'
import type { Caller } from './caller.js'

/** What stands between a script's calls and the tenant. */
export interface Guard {
  /** Refuses an operation by what it is, before anything of it is understood or read. Throws a NotAllowedError. */
  permit(operation: Operation, caller: Caller): void
  /** Stands between a write and its sending. Throws a NotAllowedError, a UsageError or a DeclinedError. */
  guard(tenant: Tenant, operation: Operation, request: ApiRequest, input: Input, caller: Caller): Promise<void>
}

/** What was agreed to beforehand, and whether somebody can be asked. */
export interface ConsentGiven {
  /** `--yes` */
  yes: boolean
  /** `--confirm`: the protected profiles that this goes for. */
  confirm: readonly string[]
  canAsk: boolean
}

/** Who may destroy what: agreed to with flags, or asked for once for each operation on each tenant. */
export class Consent implements Guard {
  /** Answers by operation and tenant: nothing for yes, and the refusal. */
  private readonly answers = new Map<string, DeclinedError | undefined>()
  /** Questions come one after the other, also when calls run at once. */
  private last: Promise<unknown> = Promise.resolve()

  constructor(private readonly given: ConsentGiven) {}

  /** Whoever runs the script may use every operation. */
  permit(): void {}

  /** As for commands. */
  guard(tenant: Tenant, operation: Operation, request: ApiRequest, input: Input, caller: Caller): Promise<void> {
    const turn = this.last.then(async () => {
      const kind = JSON.stringify([caller.profile, caller.lua])
      const what = [caller.lua, ...Object.values(input.args)].join(' ')
      const summary = `${caller.summary}, now and whenever the script calls ${caller.lua}`
      const destroys = reasonToAsk(operation, request) !== undefined
      const declined = destroys ? this.answers.get(kind) : undefined
      if (declined) throw declined
      const isAgreed = this.answers.has(kind)
      const flags = isAgreed ? { yes: true, confirm: tenant.profile?.name } : this.flagsFor(tenant)
      const asking = { what, summary, canAsk: this.given.canAsk }
      await guardRequest(tenant, operation, request, { args: input.args, flags }, asking).catch((error: unknown) => {
        if (error instanceof DeclinedError) this.answers.set(kind, error)
        throw error
      })
      if (destroys) this.answers.set(kind, undefined)
    })
    this.last = turn.catch(() => undefined)
    return turn
  }

  private flagsFor({ profile }: Tenant): Record<string, unknown> {
    const { yes, confirm } = this.given
    const named = confirm.find((name) => name === profile?.name) ?? confirm[0]
    return { yes, ...(named === undefined ? {} : { confirm: named }) }
  }
}
