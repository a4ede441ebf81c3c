import type { ConfigFile } from '../../access/profiles/config-file.js'
import { tokenUrlOf } from '../../access/profiles/endpoint.js'
import { openStore } from '../../access/profiles/open-store.js'
import { findProfile, type Profile } from '../../access/profiles/profile.js'
import { signInAgain } from '../../access/profiles/sign-in-again.js'
import { UsageError } from '../../base/errors.js'
import { askSecret } from '../../call/operation/questions.js'
import { loginEndpoint } from './inputs.js'
import { signInMachine } from './machine.js'
import type { LoginProgram } from './program.js'

/** Another address of the tenant, or another application. */
export interface Change {
  endpoint: string | undefined
  clientId: string | undefined
  clientSecretStdin: boolean
  noInput: boolean
}

/**
 * Gives the profile of a machine-to-machine application another address or another application, once both are proved by
 * a call as at login. Another application has another secret, which is asked for. The resource indicator stays: it is
 * the tenant's, whatever its address is. Throws what a login throws, and a UsageError for a profile that signs in
 * otherwise; the profile is then as it was.
 */
export async function changeProfile(
  file: ConfigFile,
  name: string,
  { endpoint, clientId, clientSecretStdin, noInput }: Change,
  { context, readSecret }: LoginProgram,
): Promise<void> {
  const former = findProfile(await file.read(), name, 'set')
  if (former.kind !== 'client') throw signsInOtherwise(name, former)
  const insecureHttp = former.insecureHttp === true
  const store = await openStore(former.storage, process.env)
  const isOther = clientSecretStdin || (clientId !== undefined && clientId !== former.clientId)
  const given = clientSecretStdin
    ? await readSecret('--client-secret-stdin')
    : isOther
      ? await askSecret('Client secret:', noInput, 'pipe it in with --client-secret-stdin')
      : undefined
  const address =
    endpoint === undefined ? new URL(former.endpoint) : loginEndpoint(endpoint, '--endpoint', insecureHttp)
  const machine = {
    endpoint: address,
    id: clientId ?? former.clientId ?? '',
    secret: given ?? (await store.get(former.id, 'client-secret')) ?? '',
    resource: former.resource,
    scope: former.scope,
    tokenUrl: endpoint === undefined ? new URL(former.tokenUrl) : tokenUrlOf(address),
    insecureHttp,
  }
  const proved = await signInMachine(machine, context)
  if (given !== undefined) await store.set(former.id, 'client-secret', given)
  await file.update((configuration) => {
    const { endpoint: place, tokenUrl, clientId: id } = proved
    Object.assign(findProfile(configuration, name, 'set'), { endpoint: place, tokenUrl, clientId: id })
  })
}

function signsInOtherwise(name: string, profile: Profile): UsageError {
  return new UsageError(`profile ${name} does not sign in as a machine-to-machine application`, {
    code: 'usage.bad_flags',
    hint: `sign in again: ${signInAgain(name, profile)}`,
  })
}
