/** A command of oclif's with one argument and one flag, whose request undici's pool makes. */
import { Args, Command, Config, Flags } from '@oclif/core'
import type { Dispatcher } from 'undici'
import { prepareForAnswers } from '../../src/base/engine.js'
import { buildConnector, Pool } from '../../src/call/http/undici-pool.js'
import { loadable, rootPlugin } from '../../src/cli/command-tree.js'

const { LOGTO_ENDPOINT: endpoint = '', LOGTO_ACCESS_TOKEN: token } = process.env

class Get extends Command {
  static override args = { id: Args.string({ required: true }) }
  static override flags = { json: Flags.boolean() }

  async run(): Promise<void> {
    const { args } = await this.parse(Get)
    const answer = JSON.parse(await body(`/api/users/${args.id}`)) as unknown
    process.stdout.write(`${JSON.stringify(answer, null, 2)}\n`)
  }
}

export async function run(root: string, argv: string[]): Promise<void> {
  const place = { root, commands: root, extension: '.cjs' as const, load: async () => Get }
  const plugin = rootPlugin(place, { name: 'floor', version: '0.0.0', oclif: {} }, [loadable(['get'], place)])
  const config = await Config.load({ root, pjson: plugin.pjson, plugins: new Map([[plugin.name, plugin]]) })
  await config.runCommand('get', argv)
}

function body(path: string): Promise<string> {
  const connect = buildConnector({})
  const pool = new Pool(endpoint, {
    connect: (options, done) =>
      connect(options, (...opened) => {
        prepareForAnswers()
        done(...opened)
      }),
  })
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    const handler: Dispatcher.DispatchHandler = {
      onRequestStart() {},
      onResponseStart() {},
      onResponseData: (_, chunk) => {
        chunks.push(chunk)
      },
      onResponseEnd() {
        resolve(Buffer.concat(chunks).toString('utf8'))
        void pool.destroy()
      },
      onResponseError: (_, error) => reject(error),
    }
    pool.dispatch({ path, method: 'GET', headers: { authorization: `Bearer ${token}` } }, handler)
  })
}
