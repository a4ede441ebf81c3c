import { expect, it, onTestFinished } from 'vitest'
import type { Session } from '../../../src/access/interaction/session.js'
import { SessionStore } from '../../../src/access/interaction/session-store.js'
import { makeHome } from '../../cli/run.js'

function sessionOf(name: string, expiresAt: number): Session {
  return {
    version: 1,
    name,
    endpoint: 'https://acme.example.com',
    state: `state-${name}`,
    expiresAt: new Date(expiresAt).toISOString(),
    cookies: {},
  } as unknown as Session
}

it('clears away the sign-ins whose time is over, and never the one that it stores', async () => {
  const home = makeHome()
  onTestFinished(() => home.remove())
  const store = new SessionStore({ HOME: home.path, XDG_CONFIG_HOME: home.path })
  const past = Date.now() - 1
  await store.create(sessionOf('old', past))
  await store.create(sessionOf('open', Date.now() + 60_000))
  expect(await store.names()).toEqual(['open'])
  await store.create(sessionOf('late', past))
  expect(await store.names()).toEqual(['late', 'open'])
})
