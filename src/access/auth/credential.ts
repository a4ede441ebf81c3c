import { createHash } from 'node:crypto'
import type { Credential as EnvironmentCredential } from '../profiles/environment.js'
import type { TokenStorage } from './token-storage.js'

/** A finished token, from wherever: it is sent as it is and cannot be renewed. */
export type GivenToken = Extract<EnvironmentCredential, { kind: 'token' }>

/** What a profile adds: whose tokens these are, and where its access token is kept. */
export interface Kept {
  /** The profile's id, which outlives a renaming. */
  owner: string
  /** Holds one access token and when it expires. */
  cache: TokenStorage
}

/**
 * A machine-to-machine application. The environment's carries its secret; a profile's gives it when it is asked,
 * which a cached token spares.
 */
export type ClientCredential = (
  | Extract<EnvironmentCredential, { kind: 'client' }>
  | (Omit<Extract<EnvironmentCredential, { kind: 'client' }>, 'secret'> & Kept & { secret: () => Promise<string> })
) & {
  /** How the secret travels (RFC 6749, section 2.3.1): as HTTP Basic unless said otherwise. Logto takes both. */
  secretIn?: 'header' | 'body'
}

/** A person's login by device flow: a refresh token that the server replaces at each use. */
export interface RefreshCredential extends Kept {
  kind: 'refresh'
  /** The client that the login was made with; public, without a secret. */
  id: string
  tokenUrl: URL
  /** Without one the token is opaque: an end user's, for the Account API. */
  resource?: string
  /** Narrows what the login was granted; all of it by default. */
  scope?: string
  refreshToken: TokenStorage
  /** The command that signs in again. */
  again?: string
}

/** An end user's personal access token, which an application exchanges for access tokens. */
export interface ExchangeCredential extends Kept {
  kind: 'exchange'
  /** The application, with token exchange switched on. */
  id: string
  tokenUrl: URL
  /** Of an application that has one. */
  secret?: () => Promise<string>
  subjectToken: () => Promise<string>
  resource?: string
  scope?: string
}

/** What proves the right to call an API. The environment's credentials are among these. */
export type Credential = GivenToken | RenewableCredential

/** What new access tokens can be had with. */
export type RenewableCredential = ClientCredential | RefreshCredential | ExchangeCredential

/**
 * A name for the tokens of a credential, made of everything that decides whose they are and what they open: token URL,
 * grant, client, resource, scope, and the profile or the secret. Two that differ in any of it never meet.
 */
export function tokenKey(credential: RenewableCredential): string {
  const { kind, tokenUrl, id, resource, scope } = credential
  const holder = 'owner' in credential ? ['owner', credential.owner] : ['secret', credential.secret]
  return digest([kind, tokenUrl.href, id, resource ?? null, scope ?? null, ...holder])
}

/**
 * The lock under which tokens of a credential are requested. A login has one whatever resource and scope are asked for:
 * its refresh token can be used once only.
 */
export function lockName(credential: RenewableCredential): string {
  const { kind, tokenUrl, id } = credential
  return kind === 'refresh' ? digest([kind, tokenUrl.href, id, credential.owner]) : tokenKey(credential)
}

function digest(parts: readonly (string | null)[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex')
}
