import type { Command } from '@oclif/core'
import { UsageError } from '../errors.js'
import { catalogue } from '../find/catalogue.js'
import type { Operation } from '../operation/operation.js'
import { settingsOf } from '../operation/settings.js'
import { notice } from '../output/notice.js'
import type { Streams } from '../output/streams.js'
import { processSources } from '../request/sources.js'
import { parseDuration } from '../request/times.js'
import { runScript } from './run-script.js'

interface Program {
  root: string
  version: string
  streams: Streams
  commands: readonly Command.Loadable[]
}

/** `logto lua`: finds the script among the flags and words, and runs it. */
export async function runLua(
  flags: Readonly<Record<string, unknown>>,
  words: readonly string[],
  { root, version, streams, commands }: Program,
): Promise<void> {
  const settings = settingsOf(flags)
  const { source, chunk, name, args } = await scriptOf(flags.eval as string | undefined, words)
  const list = (flag: string) => (flags[flag] as string[] | undefined) ?? []
  const maxTime = flags['max-time'] as string | undefined
  const script = {
    source: source.replace(/^#.*/, ''),
    chunk,
    name,
    args,
    permissions: {
      env: list('allow-env'),
      read: list('allow-read'),
      write: list('allow-write'),
      profiles: list('allow-profile'),
    },
    memoryBytes: Number(flags.memory) * 1024 * 1024,
    maxTimeMs: maxTime === undefined ? undefined : parseDuration(maxTime, 'max-time'),
  }
  await runScript(script, {
    root,
    version,
    streams,
    settings,
    known: catalogue(root, commands),
    operation: async (command) => {
      const id = command.replaceAll(' ', ':')
      const loaded = await commands.find((each) => each.id === id)?.load()
      return (loaded as { operation?: Operation } | undefined)?.operation
    },
    consent: { yes: flags.yes === true, confirm: flags.confirm },
    say: (text) => notice(text, settings.format, streams),
  })
}

async function scriptOf(code: string | undefined, words: readonly string[]) {
  if (code !== undefined) return { source: code, chunk: '=eval', name: 'eval', args: words }
  const [file, ...args] = words
  if (file === undefined) {
    throw new UsageError('there is no script to run', {
      code: 'usage.missing_argument',
      hint: 'name a file, or give the script with --eval',
    })
  }
  const sources = processSources(false, async () => '')
  if (file === '-') return { source: await sources.stdin('the script'), chunk: '=stdin', name: '-', args }
  return { source: await sources.file(file, 'the script'), chunk: `@${file}`, name: file, args }
}
