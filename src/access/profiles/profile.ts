import { randomUUID } from 'node:crypto'
import { UsageError } from '../../base/errors.js'
import { nearest } from '../../base/nearest.js'

/** Where a profile keeps its secrets. */
export type Storage = 'keychain' | 'file'

/** One tenant and one way to sign in to it, without its secrets. */
export interface Profile {
  /** Random, and stable over renames: the key of its secrets and of its cached tokens. */
  id: string
  /** Address of the API. */
  endpoint: string
  /** Where tokens come from; a pair with the endpoint, on another host for a self-hosted administrator. */
  tokenUrl: string
  /**
   * How it signs in: `client`, a machine-to-machine application; `device`, a self-hosted administrator by device flow;
   * `token`, a given access token; `user`, an end user by device flow; `user-token`, an end user's personal access
   * token, exchanged for each access token; `impersonation`, an end user's access token that an administrator got.
   */
  kind: 'client' | 'device' | 'token' | 'user' | 'user-token' | 'impersonation'
  clientId?: string
  resource?: string
  scope?: string
  /** Address of the Console, where a person said it. */
  console?: string
  storage: Storage
  readOnly?: true
  protected?: true
  /** Plain http beyond loopback was allowed at login. */
  insecureHttp?: true
  /** ISO 8601. */
  createdAt: string
  /** When a stored access token ends, ISO 8601. */
  expiresAt?: string
  /** Whom an impersonation stands for. */
  userId?: string
}

/** What the configuration file holds. */
export interface Configuration {
  version: 1
  defaultProfile?: string
  profiles: Record<string, Profile>
}

/** An id for a new profile. */
export function newProfileId(): string {
  return randomUUID()
}

/** Names that are no plain property of a JavaScript object. */
const reserved = new Set(['__proto__', 'constructor', 'prototype'])

/** Says whether a text may name a profile. */
export function isProfileName(name: string): boolean {
  return /^[A-Za-z0-9_][A-Za-z0-9._-]{0,63}$/.test(name) && !reserved.has(name)
}

/** Returns the name, or throws a UsageError when it may not name a profile; `from` says where it was given. */
export function checkProfileName(name: string, from = 'the profile'): string {
  if (isProfileName(name)) return name
  throw new UsageError(`${from}: ${name || 'an empty value'} cannot be the name of a profile`, {
    code: 'config.bad_profile_name',
    hint: 'use up to 64 letters, digits, dots, dashes and underscores, and begin with a letter, digit or underscore',
  })
}

/** The profile of that name. Throws a UsageError that names the nearest one; `from` says who asked for it. */
export function findProfile({ profiles }: Configuration, name: string, from: string): Profile {
  checkProfileName(name, from)
  const profile = Object.hasOwn(profiles, name) ? profiles[name] : undefined
  if (profile) return profile
  const near = nearest(name, Object.keys(profiles))
  throw new UsageError(`${from}: there is no profile ${name}`, {
    code: 'config.unknown_profile',
    hint: `${near.length > 0 ? `did you mean ${near.join(' or ')}? ` : ''}see \`logto profiles list\`, or sign in with \`logto login --profile ${name}\``,
  })
}
