import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Interfaces } from '@oclif/core'
import { cacheFolder } from '../access/auth/cache-folder.js'
import { keepCompiledCode } from '../base/engine.js'
import { UsageError } from '../base/errors.js'
import { flagsWithValue } from '../call/operation/flags-with-value.js'
import { type Format, formats } from '../call/output/format.js'
import { notice } from '../call/output/notice.js'
import { reportError } from '../call/output/report-error.js'
import { processStreams } from '../call/output/streams.js'
import { terminalOf } from '../call/output/terminal.js'
import { helpTopic, helpTopics } from '../jobs/describe/help-topics.js'
import { withOwnWords } from '../jobs/find/own-words.js'
import { documented, findCommand, isTaken, loadable, type Place } from './command-tree.js'
import { madeCommand, reviewedName, tenantOf, withAdditions } from './tenant-tree.js'
import { lookWords, wantsReleases } from './update/wanted.js'
import { type CommandLine, readCommandLine } from './words.js'

/**
 * Runs one command line and leaves its exit code in `process.exitCode`. The one place where an error becomes a report
 * and an exit code.
 */
export async function main(argv: readonly string[], place: Place): Promise<void> {
  guardProcess()
  try {
    // Asked whenever somebody presses Tab, in words that are not finished.
    if (argv[0] === 'autocomplete' && argv[1] === 'words') {
      const { complete } = await import('../jobs/find/completion/complete.js')
      return await complete(argv.slice(2), { root: place.root, pages: helpTopics }, processStreams())
    }
    if (lookWords.every((word, i) => argv[i] === word)) {
      const { lookForRelease } = await import('./update/look.js')
      return await lookForRelease(packageOf(place), process.env)
    }
    await dispatch(readCommandLine(argv), place)
    if (formatAsked(argv) === 'table' && wantsReleases(place, process.env)) {
      const { noticeRelease } = await import('./update/notice.js')
      const { name, version } = packageOf(place)
      await noticeRelease({ name, version, root: place.root }, process.env, processStreams())
    }
  } catch (error) {
    const terminal = terminalOf(process.stderr, process.env, { noColor: argv.includes('--no-color') })
    const asked = { format: formatAsked(argv), debug: argv.includes('--debug'), terminal }
    process.exitCode = await reportError(error, asked, processStreams())
  }
}

/**
 * Keeps the command line from libraries: colour detection would take a body flag such as `--color` for itself, and
 * oclif's debug output (`DEBUG=*`) prints every word, secrets too.
 */
function guardProcess(): void {
  process.argv.splice(2)
  delete process.env.DEBUG
}

/** `expanded`: the line is what an alias stands for, which is no alias again. */
async function dispatch(line: CommandLine, place: Place, expanded = false): Promise<void> {
  const { leading, rest, help } = line
  const words = withOwnWords(line.words, (name) => findCommand(name, place)?.length === name.length)
  const pjson = packageOf(place)
  const isVersion = words.length === 0 && (leading.includes('--version') || leading.includes('-v'))
  if (isVersion || (words.length === 1 && words[0] === 'version')) {
    await processStreams().out(
      `${pjson.name}/${pjson.version} ${process.platform}-${process.arch} node-${process.version}\n`,
    )
    return
  }
  const topic = line.asked && words.length === 1 ? helpTopic(words[0]) : undefined
  if (topic) {
    const { outPaged } = await import('../call/output/pager.js')
    await outPaged(processStreams(), await topic.page())
    return
  }
  const argv = expanded ? undefined : await withoutAlias({ ...line, words }, place)
  if (argv) return dispatch(readCommandLine(argv), place, true)
  keepCompiledCode(join(cacheFolder(process.env), 'code'), {
    version: pjson.version,
    use: help ? 'help' : 'run',
    bundled: join(place.root, 'dist', 'chunks'),
  })
  const { openProgram } = await import('./program.js')
  const name = findCommand(words, place)
  const speaksOfAll = name !== undefined && speakOfAll.has(name[0] ?? '')
  const tenant = name && !help && !speaksOfAll ? {} : await tenantOf(line, place)
  if (name) {
    const command = help
      ? await documented(await withAdditions(loadable(name, place), tenant, place))
      : loadable(name, place)
    const program = await openProgram(place, pjson, speaksOfAll ? undefined : command, tenant)
    if (help) await program.showHelp(name)
    else await program.run(name, [...leading, ...words.slice(name.length), ...rest])
    return
  }
  const made = await madeCommand(words, tenant)
  if (made) {
    const program = await openProgram(place, pjson, made)
    if (help) await program.showHelp(made.id.split(':'))
    else await program.run(made.id.split(':'), [...leading, ...words.slice(2), ...rest])
    return
  }
  const reviewed = await reviewedName(words, tenant, place)
  if (reviewed) {
    const told = `${words.slice(0, 2).join(' ')} is now called ${reviewed}`
    await notice(told, formatAsked([...leading, ...rest]), processStreams())
    return dispatch({ ...line, words: [...reviewed.split(' '), ...words.slice(2)] }, place)
  }
  const program = await openProgram(place, pjson, undefined, tenant)
  const strange = leading.find((flag) => flag.startsWith('-') && !known(flag))
  if (strange) await refuseLeadingFlag(strange, words.length === 0)
  if (words.length > 0 && program.isTopic(words)) await refuseFlagOfTopic(rest, words)
  if (words.length === 0 || program.isTopic(words)) await program.showHelp(words)
  else throw program.unknownCommand(words, line.asked ? helpTopics.map(({ name }) => name) : [])
}

/** Commands whose first argument is the words of another one. */
const speakOfOne: ReadonlySet<string> = new Set(['batch', 'docs', 'schema'])

/**
 * The line with what a person's alias stands for, where a word is no command, the tenant's own included: no other start
 * reads the aliases.
 */
async function withoutAlias(line: CommandLine, place: Place): Promise<string[] | undefined> {
  const { words, leading, rest, asked } = line
  const at = speakOfOne.has(words[0] ?? '') ? 1 : 0
  const word = words[at]
  if (word === undefined || isTaken(word, place)) return undefined
  const { typedAlias } = await import('../jobs/alias/typed-alias.js')
  const meant = await typedAlias(word, words.slice(at + 1), process.env)
  if (!meant || (await tenantOf(line, place)).commands?.find(words.slice(at))) return undefined
  // Of a line with flags, docs and schema speak of the command.
  const flag = at === 1 && words[0] !== 'batch' ? meant.findIndex((each) => each.startsWith('-')) : -1
  const own = flag < 0 ? meant : meant.slice(0, flag)
  return [...(asked ? ['--help'] : []), ...leading, ...words.slice(0, at), ...own, ...rest]
}

function packageOf({ root }: Place): Interfaces.PJSON {
  return JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Interfaces.PJSON
}

/** Commands that need to know all others. */
const speakOfAll: ReadonlySet<string> = new Set(['alias', 'batch', 'commands', 'docs', 'help', 'schema', 'search'])

const leadingSwitches = new Set([
  '--help',
  '--version',
  '--json',
  '--debug',
  '--no-color',
  '--no-input',
  '--dry-run',
  '--curl',
  '--csv-safe',
  '--show-secrets',
])

function known(flag: string): boolean {
  return leadingSwitches.has(flag) || flagsWithValue.has(flag.replace(/=.*/s, ''))
}

/** Throws a UsageError for a flag before the words that is nearly a global one, or that stands `alone`. */
async function refuseLeadingFlag(typed: string, alone: boolean): Promise<void> {
  const { nearest } = await import('../base/nearest.js')
  const flag = typed.replace(/=.*/s, '')
  const close = flag.startsWith('--') ? nearest(flag, [...leadingSwitches, ...flagsWithValue]) : []
  if (close.length === 0 && !alone) return
  throw new UsageError(`unknown flag: ${flag}`, {
    code: 'usage.unknown_flag',
    hint: close.length > 0 ? `did you mean ${close.join(' or ')}? See logto --help` : 'see logto --help',
  })
}

/** A topic alone shows its help; a flag behind it that is no global one was meant for a command. */
async function refuseFlagOfTopic(rest: readonly string[], words: readonly string[]): Promise<void> {
  const strange = rest.find((word, i) => word.startsWith('-') && !known(word) && !flagsWithValue.has(rest[i - 1] ?? ''))
  if (strange === undefined) return
  throw new UsageError(`unknown flag: ${strange.replace(/=.*/s, '')}`, {
    code: 'usage.unknown_flag',
    hint: `${words.join(' ')} is a topic: a command follows it, and then its flags; see logto ${words.join(' ')} --help`,
  })
}

/** The format of error reports, read from the words themselves since parsing may be what failed. */
function formatAsked(argv: readonly string[]): Format {
  const end = argv.indexOf('--')
  const words = end < 0 ? argv : argv.slice(0, end)
  if (words.includes('--json')) return 'json'
  for (const [i, word] of words.entries()) {
    const value =
      /^(?:--output=|-o=?)(.+)/.exec(word)?.[1] ?? (word === '--output' || word === '-o' ? words[i + 1] : undefined)
    const format = formats.find((f) => f === value)
    if (format) return format
  }
  return 'table'
}
