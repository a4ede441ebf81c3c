import { ConfigFile } from '../../access/profiles/config-file.js'
import { findProfile } from '../../access/profiles/profile.js'
import { UsageError } from '../../base/errors.js'
import { startAgain } from '../../base/start-again.js'
import type { Streams } from '../../call/output/streams.js'
import { clientConfigs, type Start } from './client-configs.js'
import { topicsServed } from './topics-served.js'

/**
 * Prints what to paste into the clients. `root` is this program's folder. Throws a UsageError for a topic that is none,
 * and where there is no profile: credentials of the environment would have to stand in the client's file.
 */
export async function showConfig(
  flags: Readonly<Record<string, unknown>>,
  root: string,
  streams: Streams,
): Promise<void> {
  const only = topicsServed(root, (flags.only as string[] | undefined) ?? [])
  const profile = await profileName(flags.profile as string | undefined)
  const words = [
    ...['mcp', 'serve', '--profile', profile],
    ...(flags.allow === undefined ? [] : ['--allow', String(flags.allow)]),
    ...only.flatMap((topic) => ['--only', topic]),
  ]
  const [command, ...first] = flags['full-path'] === true ? startAgain(root) : (['logto'] as const)
  const start: Start = { command, args: [...first, ...words] }
  const wanted = flags.client as string | undefined
  const chosen = Object.entries(clientConfigs).filter(([client]) => wanted === undefined || client === wanted)
  const parts = chosen.map(([client, { where, text }]) =>
    wanted === undefined ? `# ${client}: ${where}\n${text('logto', start)}` : text('logto', start),
  )
  await streams.out(parts.join('\n'))
}

async function profileName(given: string | undefined): Promise<string> {
  const configuration = await new ConfigFile(process.env).read()
  const name = given ?? configuration.defaultProfile
  if (name === undefined) {
    throw new UsageError('there is no profile that the server could use', {
      code: 'usage.no_tenant',
      hint: "sign in with `logto login`: a profile keeps the credentials out of the client's file",
    })
  }
  findProfile(configuration, name, given === undefined ? 'the default profile' : '--profile')
  return name
}
