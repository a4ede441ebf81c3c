import { UsageError } from '../../base/errors.js'
import { parseEndpoint } from './endpoint.js'
import { lineOf } from './json-text.js'
import { type Configuration, isProfileName } from './profile.js'

/** The format that this program writes. */
const version = 1

/** Something wrong, and where it stands in the document. */
interface Fault {
  place: string[]
  why: string
}

/**
 * Returns the value as a configuration, or throws a UsageError that names path, line and fault. Properties that this
 * version does not know are left alone.
 */
export async function checkConfiguration(value: unknown, text: string, path: string): Promise<Configuration> {
  if (isObject(value) && typeof value.version === 'number' && value.version > version) {
    throw new UsageError(`${path} was written by a newer version of this program (format ${value.version})`, {
      code: 'config.newer',
      hint: `update this program, which knows format ${version}; the file stays as it is`,
    })
  }
  const fault = faultOf(value)
  if (!fault) return value as Configuration
  throw new UsageError(
    `${path}:${await lineOf(text, fault.place)}: ${fault.place.join('.') || 'the file'} ${fault.why}`,
    {
      code: 'config.bad_shape',
      hint: 'correct the file, or remove it and sign in again',
    },
  )
}

function faultOf(value: unknown): Fault | undefined {
  if (!isObject(value)) return { place: [], why: 'must be an object' }
  if (value.version !== version) return { place: ['version'], why: `must be ${version}` }
  const { defaultProfile, profiles } = value
  if (!isObject(profiles)) return { place: ['profiles'], why: 'must be an object' }
  if (defaultProfile !== undefined && !(typeof defaultProfile === 'string' && isProfileName(defaultProfile))) {
    return { place: ['defaultProfile'], why: 'must be the name of a profile' }
  }
  for (const [name, profile] of Object.entries(profiles)) {
    const fault = isProfileName(name) ? faultOfProfile(profile) : { place: [], why: 'cannot be the name of a profile' }
    if (fault) return { place: ['profiles', name, ...fault.place], why: fault.why }
  }
  return undefined
}

const kinds = ['client', 'device', 'token', 'user', 'user-token', 'impersonation']
const storages = ['keychain', 'file']

function faultOfProfile(profile: unknown): Fault | undefined {
  if (!isObject(profile)) return { place: [], why: 'must be an object' }
  for (const name of ['id', 'endpoint', 'tokenUrl', 'createdAt']) {
    if (typeof profile[name] !== 'string' || profile[name] === '') return { place: [name], why: 'must be text' }
  }
  for (const name of ['clientId', 'resource', 'scope', 'expiresAt', 'userId', 'console']) {
    if (!['string', 'undefined'].includes(typeof profile[name])) return { place: [name], why: 'must be text' }
  }
  for (const name of ['readOnly', 'protected', 'insecureHttp']) {
    if (profile[name] !== undefined && profile[name] !== true) return { place: [name], why: 'must be true or left out' }
  }
  if (!kinds.includes(String(profile.kind))) return { place: ['kind'], why: `must be one of ${kinds.join(', ')}` }
  if (!storages.includes(String(profile.storage))) {
    return { place: ['storage'], why: `must be one of ${storages.join(', ')}` }
  }
  for (const name of ['endpoint', 'tokenUrl']) {
    const why = whyNoAddress(String(profile[name]), profile.insecureHttp === true)
    if (why) return { place: [name], why }
  }
  return undefined
}

/** Secrets are sent to these addresses, so an edited file must not lower the rule of login. */
function whyNoAddress(text: string, insecureHttp: boolean): string | undefined {
  try {
    const { origin, protocol, username, password } = new URL(text)
    if (username || password) return 'may not carry a username or password'
    if (!(insecureHttp && protocol === 'http:')) parseEndpoint(origin, 'the address')
    return undefined
  } catch {
    return 'must be an https address, or http on this machine'
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
