import { profileVerification } from '../../access/auth/verification-record.js'
import { chooseSource } from '../../access/profiles/choose-profile.js'
import { ConfigFile } from '../../access/profiles/config-file.js'
import { environmentCredential } from '../../access/profiles/credential-names.js'
import { openStore } from '../../access/profiles/open-store.js'
import { findProjectFile } from '../../access/profiles/project-file.js'
import { UsageError } from '../../base/errors.js'
import { endAtTenant } from './end-at-tenant.js'
import type { LoginProgram } from './program.js'

/**
 * Deletes a profile's secrets from this machine, and ends a browser login at the tenant too. The secrets go even when
 * the tenant cannot be reached. Throws a UsageError when there is no such profile.
 */
export async function logout(flag: string | undefined, program: LoginProgram): Promise<void> {
  const { env, streams } = program
  const project = await findProjectFile(process.cwd())
  // The profile in force when nothing but profiles is asked for: the environment's credentials are its own to give up.
  const { source, notices } = await chooseSource({
    flag,
    env: { LOGTO_PROFILE: env.LOGTO_PROFILE },
    project,
    config: () => new ConfigFile(env).read(),
  })
  if (source.kind !== 'profile') {
    throw new UsageError('there is no profile to sign out of', {
      code: 'config.no_default',
      hint: environmentCredential(env)
        ? `${environmentCredential(env)} signs you in: unset it`
        : 'name one with --profile; `logto profiles list` shows them',
    })
  }
  const { name, profile } = source
  for (const text of notices) await streams.err(text)
  await profileVerification(profile, env).forget()
  const ended = await endAtTenant(name, profile, program)
  await (await openStore(profile.storage, env)).deleteAll(profile.id)
  await streams.err(`signed out of profile ${name}`)
  if (ended !== undefined) await streams.err(ended)
  const left = environmentCredential(env)
  if (left) await streams.err(`${left} in the environment still signs you in: unset it to sign out of that, too`)
}
