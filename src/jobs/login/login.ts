import { chooseTenant } from '../../access/auth/tenant.js'
import { accountScopes, loginScopes } from '../../access/auth/user-scopes.js'
import { tokenUrlOf } from '../../access/profiles/endpoint.js'
import type { Profile } from '../../access/profiles/profile.js'
import { findProjectFile } from '../../access/profiles/project-file.js'
import { UsageError } from '../../base/errors.js'
import { refuseWrite } from '../../call/operation/protection.js'
import { createMachineApp } from './create-app.js'
import { endAtTenant } from './end-at-tenant.js'
import { signInByToken } from './given-token.js'
import { clientIdOf, endpointOf, environmentResource, loginEndpoint, machineOf } from './inputs.js'
import { signInMachine } from './machine.js'
import { keepProfile, prepareKeeping, refuseUnfitName, storeLogin } from './new-profile.js'
import { type Login, signInAdministrator, signInByPersonalToken, signInEndUser } from './person.js'
import type { LoginProgram } from './program.js'
import { clientFor } from './prove.js'
import type { LoginWishes } from './wishes.js'

/** Signs in, proves it by a call, and only then stores the profile. Throws what says which part is wrong. */
export async function login(wishes: LoginWishes, program: LoginProgram): Promise<void> {
  refuseContradictions(wishes)
  if (wishes.createApp !== undefined && !wishes.device) return loginWithNewApp(wishes, wishes.createApp, program)
  const { context, streams, readSecret } = program
  const keeping = await prepareKeeping(wishes, streams)
  const endpoint = await endpointOf(wishes, program)
  const { name, former } = await refuseUnfitName(wishes, endpoint)
  if (wishes.createApp !== undefined) {
    if (former?.readOnly && wishes.readOnly !== false) {
      refuseWrite({ readOnly: [`profile ${name}`], profile: { name, facts: former, from: '--profile' } })
    }
    if ((await findProjectFile(process.cwd()))?.readOnly) refuseWrite({ readOnly: ['the project file'] })
  }
  const { insecureHttp, noBrowser, noInput } = wishes
  const showing = { streams, noBrowser, noInput }
  const done = async ({ signedIn, secrets }: Login) => {
    if (former) await endFormer(name, former, program)
    await keepProfile(signedIn, secrets, keeping, wishes, streams)
  }
  if (wishes.accessTokenStdin) {
    const token = await readSecret('--access-token-stdin')
    const resource = wishes.resource ?? environmentResource(endpoint, program.env)
    await done(await signInByToken(endpoint, token, { resource, insecureHttp }, context))
  } else if (wishes.user) {
    const person = {
      endpoint,
      clientId: await clientIdOf(endpoint, wishes, program),
      scope: wishes.scope ?? loginScopes,
      insecureHttp,
    }
    if (wishes.personalAccessTokenStdin) {
      const scope = wishes.scope ?? accountScopes.join(' ')
      const token = await readSecret('--personal-access-token-stdin')
      await done(await signInByPersonalToken({ ...person, scope }, token, keeping, context))
    } else await done(await signInEndUser(person, keeping, context, showing))
  } else if (wishes.device) {
    const adminEndpoint = loginEndpoint(wishes.adminEndpoint ?? '', '--admin-endpoint', insecureHttp)
    const made = await signInAdministrator({ endpoint, adminEndpoint, insecureHttp }, keeping, context, showing)
    if (wishes.createApp === undefined) await done(made)
    else {
      // The guard is for the application's profile: making the application is a write.
      const open = { ...wishes, readOnly: wishes.readOnly === true ? undefined : wishes.readOnly }
      if (former) await endFormer(name, former, program)
      const kept = await storeLogin(made.signedIn, made.secrets, keeping, open)
      await loginWithNewApp({ ...wishes, name: kept, endpoint: undefined }, wishes.createApp, program)
    }
  } else {
    const machine = await machineOf(endpoint, wishes, program)
    const signedIn = await signInMachine(machine, context)
    await done({ signedIn, secrets: { 'client-secret': machine.secret } })
  }
}

/** Makes an application with the credentials in force, and turns the profile into the application's own. */
async function loginWithNewApp(wishes: LoginWishes, name: string, program: LoginProgram): Promise<void> {
  const { context, streams, env } = program
  const flags = { profile: wishes.name, endpoint: wishes.endpoint }
  const { tenant, notices } = await chooseTenant(flags, env, process.cwd())
  for (const text of notices) await streams.err(text)
  refuseWrite(tenant)
  const keeping = await prepareKeeping({ ...wishes, storage: wishes.storage ?? tenant.profile?.facts.storage }, streams)
  const client = clientFor(tenant, context)
  let app: { id: string; secret: string }
  try {
    app = await createMachineApp(client, name)
  } finally {
    await client.close()
  }
  await streams.err(`created the application ${name} (${app.id}) with access to the Management API`)
  const { endpoint, resource, insecureHttp = false } = tenant
  const machine = { endpoint, ...app, resource, scope: undefined, tokenUrl: tokenUrlOf(endpoint), insecureHttp }
  const signedIn = await signInMachine(machine, context)
  const named = { ...wishes, name: wishes.name ?? tenant.profile?.name }
  if (tenant.profile && tenant.profile.name === named.name) await endFormer(named.name, tenant.profile.facts, program)
  await keepProfile(signedIn, { 'client-secret': app.secret }, keeping, named, streams)
}

/** A login by browser that another takes the place of would go on at the tenant, known to nobody. */
async function endFormer(name: string, former: Profile, program: LoginProgram): Promise<void> {
  const said = await endAtTenant(name, former, program)
  if (said !== undefined) await program.streams.err(`the former sign-in of profile ${name}: ${said}`)
}

function refuseContradictions(wishes: LoginWishes): void {
  const ways = [
    ...(wishes.device ? ['--device'] : []),
    ...(wishes.user ? ['--user'] : []),
    ...(wishes.accessTokenStdin ? ['--access-token-stdin'] : []),
    ...(wishes.clientSecretStdin ? ['--client-secret-stdin'] : []),
  ]
  if (ways.length > 1) {
    throw new UsageError(`${ways.join(' and ')} are different ways to sign in`, {
      code: 'usage.bad_flags',
      hint: 'choose one; see logto login --help',
    })
  }
  if (wishes.createApp !== undefined && ways.length > 0 && !wishes.device) {
    throw new UsageError(`--create-app and ${ways.join(' and ')} do not go together`, {
      code: 'usage.bad_flags',
      hint: 'it makes an application with the rights of --device, or of the profile in force',
    })
  }
  if (wishes.adminEndpoint !== undefined && !wishes.device) {
    throw new UsageError('--admin-endpoint is for a login with the browser', {
      code: 'usage.bad_flags',
      hint: 'add --device',
    })
  }
  if (wishes.personalAccessTokenStdin && !wishes.user) {
    throw new UsageError('--personal-access-token-stdin signs in an end user', {
      code: 'usage.bad_flags',
      hint: 'add --user and --client-id',
    })
  }
  if (wishes.device && wishes.adminEndpoint === undefined) {
    throw new UsageError('--admin-endpoint is missing', {
      code: 'usage.missing_flag',
      hint: 'give the address of the Console of your own Logto (its ADMIN_ENDPOINT); Logto Cloud has no browser login for this',
    })
  }
}
