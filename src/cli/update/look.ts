import registryUrl from 'registry-url'
import valid from 'semver/functions/valid.js'
import { HttpClient } from '../../call/http/client.js'
import { keepRelease, knownRelease } from './kept-release.js'

const timeoutMs = 20_000

/**
 * Asks npm's registry for the newest release and keeps its version: the registry that npm is set to, through the proxy of
 * the environment. Whatever goes wrong is left alone: nobody waits for this.
 */
export async function lookForRelease(
  { name, version }: { name: string; version: string },
  env: NodeJS.ProcessEnv,
): Promise<void> {
  const client = new HttpClient({ env, userAgent: `${name}/${version}` })
  try {
    const url = new URL(`${registryUrl()}${name}/latest`)
    const request = { method: 'GET', url, headers: { accept: 'application/json' } } as const
    // A registry of one's own may be served without TLS; nothing secret goes there.
    const { status, text } = await client.send(request, { timeoutMs, retries: 0, insecureHttp: true })
    const newest = status === 200 ? valid((JSON.parse(text) as { version?: string }).version) : null
    if (newest !== null) keepRelease({ ...knownRelease(env), newest }, env)
  } catch {
    // The next day asks again.
  } finally {
    await client.close()
  }
}
