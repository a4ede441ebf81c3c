import { NotAllowedError } from '../../base/errors.js'
import { environmentCredential } from './credential-names.js'
import { parseEndpoint } from './endpoint.js'
import { type Configuration, findProfile, type Profile } from './profile.js'
import type { ProjectFile } from './project-file.js'

/** Where the choice of a profile came from, in the words that people know it by. */
export type ProfileOrigin = '--profile' | 'LOGTO_PROFILE' | 'project file' | 'default profile'

/** The one source of credentials and of the place they go. */
export type Source =
  | { kind: 'environment' }
  | { kind: 'profile'; name: string; profile: Profile; from: ProfileOrigin }
  | { kind: 'none' }

export interface Choice {
  source: Source
  /** What makes every write be refused, such as `profile work`; empty when writes are allowed. */
  readOnly: readonly string[]
  /** For stderr: what decided without being asked for, and what was ignored. */
  notices: readonly string[]
}

/** Everything that may choose. */
export interface Choosers {
  /** `--profile`. */
  flag: string | undefined
  /** `--endpoint`. */
  endpoint?: string | undefined
  env: NodeJS.ProcessEnv
  project: ProjectFile | undefined
  /** Nothing of a profile's is sent: a default profile of another host is then left aside. */
  isOpen?: boolean
  /** Read only when a profile is wanted: environment credentials are enough by themselves. */
  config: () => Promise<Configuration>
}

/**
 * The first source that applies (contract, section 4): `--profile`, environment credentials, LOGTO_PROFILE, the project
 * file, the default profile. A project guards with `readOnly` whatever the source is. Throws a UsageError for a profile
 * that is not there, and a NotAllowedError when a project chooses a protected profile, or when an endpoint is given
 * that is another host than the profile's. Where nothing of a profile's is sent, a default profile, which nobody named,
 * gives way to such an endpoint.
 */
export async function chooseSource({ flag, endpoint, env, project, isOpen, config }: Choosers): Promise<Choice> {
  const given = environmentCredential(env)
  const notices: string[] = []
  const guards = project?.readOnly ? ['the project file'] : []
  if (flag === undefined && given && env.LOGTO_ENDPOINT) {
    if (env.LOGTO_PROFILE) notices.push('LOGTO_PROFILE is ignored, as the environment holds credentials')
    return { source: { kind: 'environment' }, readOnly: guards, notices }
  }
  const configuration = await config()
  const wanted = wantedProfile(flag, env, project, configuration)
  if (!wanted) return { source: { kind: 'none' }, readOnly: guards, notices }
  const { name, from, said } = wanted
  const profile = findProfile(configuration, name, said)
  // With credentials beside it, LOGTO_ENDPOINT is part of another source, which is not in force.
  const inForce = given ? undefined : env.LOGTO_ENDPOINT
  const place = endpoint
    ? { said: '--endpoint', address: endpoint }
    : inForce && { said: 'LOGTO_ENDPOINT', address: inForce }
  const other = place ? anotherHost(profile, place.address, place.said) : undefined
  if (other && isOpen && from === 'default profile') return { source: { kind: 'none' }, readOnly: guards, notices }
  if (from === 'project file') {
    if (profile.protected) throw protectedFromProject(name, said)
    notices.push(`profile ${name}, chosen by ${said}`)
  }
  if (flag === undefined && given) {
    notices.push(`${given} is ignored, as LOGTO_ENDPOINT is not set: profile ${name} is used`)
  }
  if (place && other) throw anotherTenant(name, profile, other, place.said)
  if (profile.readOnly) guards.push(`profile ${name}`)
  return { source: { kind: 'profile', name, profile, from }, readOnly: guards, notices }
}

interface Wanted {
  name: string
  from: ProfileOrigin
  /** As `from`, with the path of the project file. */
  said: string
}

function wantedProfile(
  flag: string | undefined,
  env: NodeJS.ProcessEnv,
  project: ProjectFile | undefined,
  { defaultProfile }: Configuration,
): Wanted | undefined {
  if (flag !== undefined) return { name: flag, from: '--profile', said: '--profile' }
  if (env.LOGTO_PROFILE) return { name: env.LOGTO_PROFILE, from: 'LOGTO_PROFILE', said: 'LOGTO_PROFILE' }
  if (project?.profile !== undefined) return { name: project.profile, from: 'project file', said: project.path }
  if (defaultProfile === undefined) return undefined
  return { name: defaultProfile, from: 'default profile', said: 'the default profile' }
}

function protectedFromProject(name: string, path: string): NotAllowedError {
  return new NotAllowedError(`${path} chooses the profile ${name}, which is protected`, {
    code: 'config.protected_profile',
    hint: `a folder may not choose a protected profile: give --profile ${name} if you mean it`,
  })
}

/** The origin of a given endpoint that is not the profile's. Plain http that was allowed at login is the profile's own. */
function anotherHost(profile: Profile, given: string, from: string): string | undefined {
  const own = new URL(profile.endpoint).origin
  const asked = given === profile.endpoint ? own : parseEndpoint(given, from).origin
  return asked === own ? undefined : asked
}

/** A profile's secret goes to the profile's hosts only. */
function anotherTenant(name: string, { endpoint }: Profile, asked: string, from: string): NotAllowedError {
  return new NotAllowedError(`${from} ${asked} is not where the credentials of profile ${name} belong`, {
    code: 'auth.mixed_tenants',
    hint: `profile ${name} is for ${new URL(endpoint).origin}: choose the profile of that tenant, or leave ${from} out`,
  })
}
