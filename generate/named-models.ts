import { readFile } from 'node:fs/promises'
import type { Plugin } from 'esbuild'

/**
 * The OpenID provider of the sandbox stores each thing under the name of its class, and esbuild drops names that the
 * code does not mention: its models get them as a property.
 */
export const namedModels: Plugin = {
  name: 'named-models',
  setup(build) {
    build.onLoad({ filter: /[\\/]oidc-provider[\\/]lib[\\/]models[\\/]\w+\.js$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8')
      return { contents: text.replace(/=> class (\w+) extends [^{]+\{/, "$& static name = '$1';"), loader: 'js' }
    })
  },
}
