/**
 * The one place that knows undici's inner files. `import 'undici'` loads fetch, WebSocket, caches and mocks as well;
 * a whole process that makes one loopback request took (median of 25 alternate runs, 2 cores):
 *
 *   Node 20.20: all of undici 321 ms, pool only 271 ms, pool only with the flag of src/base/engine.ts 150 ms (an empty script: 90 ms)
 *   Node 22.23: all of undici 167 ms, pool only 85 ms, pool only with the flag of src/base/engine.ts 107 ms (an empty script: 35 ms)
 */

/** Loads connection pools and the connector beneath them. */
export async function loadPool() {
  return import('./undici-pool.js')
}

/**
 * Loads the dispatcher that goes through a proxy, which few need. It opens tunnels by a method that only undici's main
 * file adds to the dispatchers, so here all of undici is loaded.
 */
export async function loadProxyAgent() {
  // In the bundle a CommonJS library has no exports but this one.
  const { default: undici } = await import('undici')
  return undici.ProxyAgent
}
