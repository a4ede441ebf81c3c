import { documentText } from '../../call/output/document-text.js'
import { isMachineFormat } from '../../call/output/format.js'
import { terminalOf } from '../../call/output/terminal.js'
import { checkedWish } from './prepare.js'
import { type Program, wishesOf } from './wishes.js'

/** Looks for faults in files without a tenant. Throws a UsageError that names them all. */
export async function validate(
  path: string,
  flags: Readonly<Record<string, unknown>>,
  program: Program,
): Promise<void> {
  const wishes = await wishesOf(flags)
  const { wish } = await checkedWish(path, wishes, program.root)
  const objects = [...wish.entries.values()].reduce((sum, entries) => sum + entries.length, 0)
  const { format, noColor } = wishes.settings
  if (isMachineFormat(format)) {
    const terminal = terminalOf(process.stdout, process.env, { noColor })
    await program.streams.out(
      await documentText({ valid: true, files: wish.sources.size, objects }, { format, terminal }),
    )
    return
  }
  await program.streams.out(`No fault in ${wish.sources.size} files with ${objects} objects.\n`)
}
