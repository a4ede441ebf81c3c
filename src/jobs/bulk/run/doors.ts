import type { Operation } from '../../../call/facts/operation.js'
import type { Answer } from '../../../call/http/exchange.js'
import { loadSchema } from '../../../call/operation/load-schema.js'
import { OperationDoor } from '../../../call/operation/operation-door.js'
import type { Sending } from '../../../call/operation/send-operation.js'
import type { ApiRequest } from '../../../call/request/request.js'
import type { OperationSchema } from '../../../call/request/schema.js'
import type { Session } from './session.js'

/** Loads what a command knows of its operation, by the command as typed: `users create`. */
export type LoadCommand = (command: string) => Promise<{ operation?: Operation; schema?: OperationSchema }>

/** The doors of a run's operations, each opened once, by the names of their commands. */
export class Doors {
  private readonly known = new Map<string, Promise<OperationDoor>>()

  constructor(
    private readonly session: Session,
    private readonly load: LoadCommand,
  ) {}

  of(command: string): Promise<OperationDoor> {
    const known = this.known.get(command) ?? this.opened(command)
    this.known.set(command, known)
    return known
  }

  /** Sends a request; the answer tells the server's clock. Throws the failure of a refusal that the caller does not take. */
  async send(door: OperationDoor, request: ApiRequest, takes?: Sending['takes']): Promise<Answer> {
    const answer = await door.send(request, takes)
    this.session.clock.learn(answer)
    return answer
  }

  private async opened(command: string): Promise<OperationDoor> {
    const { operation, schema } = await this.load(command)
    if (!operation) throw new Error(`the command ${command} has no operation`)
    const { session } = this
    return new OperationDoor({
      ...{ operation, command },
      schema: async () => schema ?? loadSchema(session.program.root, command),
      client: () => session.client(),
      say: (text) => session.sayOnce(text),
    })
  }
}
