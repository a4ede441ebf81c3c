import type { RecentId } from '../../../call/operation/recent-ids.js'
import type { Streams } from '../../../call/output/streams.js'
import { isAnythingKept } from '../../../call/refreshed/kept-folder.js'
import type { ListedCommand } from '../catalogue.js'
import { listedCommands } from '../manifest.js'
import { readTopics, type Topic } from '../topics.js'
import type { Candidate } from './candidate.js'
import { candidates } from './candidates.js'
import { offered, understood } from './shell-words.js'

/**
 * Answers a completion script: prints what may be typed next, a word on a line with its meaning behind a tab.
 * `asked` is what stands behind `logto autocomplete words`; `pages` are those of `logto help` about no command. Nothing that was typed is run, no class of a command is
 * loaded, no request made and no secret read: the manifest says it all (15 ms, where the class of one command and
 * oclif take 20). Whatever goes wrong is nothing to show to somebody who presses a key: then nothing is offered.
 */
export async function complete(
  asked: readonly string[],
  { root, pages }: { root: string; pages: readonly Topic[] },
  streams: Streams,
): Promise<void> {
  const typed = understood(asked)
  const found = await findCandidates(typed.words, root, pages).catch((): Candidate[] => [])
  await streams.out(found.map((candidate) => `${offered(candidate, typed)}\n`).join(''))
}

async function findCandidates(words: readonly string[], root: string, pages: readonly Topic[]): Promise<Candidate[]> {
  return candidates(words, {
    commands: await commandsFor(words, root),
    topics: readTopics(root),
    pages,
    profiles: async () => {
      const { ConfigFile } = await import('../../../access/profiles/config-file.js')
      return Object.keys((await new ConfigFile(process.env).read()).profiles)
    },
    aliases: async () => {
      const { AliasesFile } = await import('../../../access/profiles/aliases-file.js')
      return new AliasesFile(process.env).read()
    },
    recent: (input) => recentIds(input, words),
    schema: async (command) => {
      const { loadSchema } = await import('../../../call/operation/load-schema.js')
      return loadSchema(root, command).catch(() => undefined)
    },
    cwd: process.cwd(),
    home: process.env.HOME ?? '',
  })
}

/** What was listed of the tenant that the words choose. No secret is read for that. */
async function recentIds(input: string, words: readonly string[]): Promise<readonly RecentId[]> {
  const { kindTaken, RecentIds } = await import('../../../call/operation/recent-ids.js')
  const kind = kindTaken(input)
  if (kind === undefined) return []
  const [{ askedTenant }, { chooseTenant }] = await Promise.all([
    import('../../../call/refreshed/open.js'),
    import('../../../access/auth/tenant.js'),
  ])
  const { tenant } = await chooseTenant(askedTenant(words), process.env, process.cwd(), { isOpen: true })
  return new RecentIds(tenant.endpoint, process.env).of(kind)
}

/** All commands; where something was refreshed, those of the tenant that the words choose, too. */
async function commandsFor(words: readonly string[], root: string): Promise<ListedCommand[]> {
  if (!isAnythingKept(process.env)) return listedCommands(root)
  const [{ askedTenant, openTenantCommands }, { everyCommand }] = await Promise.all([
    import('../../../call/refreshed/open.js'),
    import('../all-commands.js'),
  ])
  const { commands } = await openTenantCommands(askedTenant(words), root)
  return everyCommand(root, commands)
}
