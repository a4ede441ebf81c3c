import { isDeepStrictEqual } from 'node:util'
import { type CliFailure, DeclinedError, RefusedError, UsageError } from '../../base/errors.js'
import { exactJson } from '../../base/exact-json.js'
import { secretMask } from '../../base/secret-names.js'
import { isPlainObject } from '../../base/value-path.js'
import type { Operation } from '../../call/facts/operation.js'
import { loadSchema } from '../../call/operation/load-schema.js'
import { openClient } from '../../call/operation/open-client.js'
import { OperationDoor } from '../../call/operation/operation-door.js'
import { printAnswer } from '../../call/operation/print-answer.js'
import { parse, printableOf } from '../../call/operation/printable.js'
import { refuseWrite } from '../../call/operation/protection.js'
import { guardRequest } from '../../call/operation/send-operation.js'
import { settingsOf } from '../../call/operation/settings.js'
import type { TenantClient } from '../../call/operation/tenant-client.js'
import { tenantName } from '../../call/operation/tenant-name.js'
import { usualColumns } from '../../call/operation/usual-columns.js'
import { notice } from '../../call/output/notice.js'
import type { Streams } from '../../call/output/streams.js'
import { parseDocument } from '../../call/request/parse-document.js'
import { retypedNotices } from '../../call/request/retyped-notice.js'
import { Draft } from './draft.js'
import { Editable } from './editable.js'
import { chosenEditor, type Editor, howToWait, runEditor } from './editor.js'
import { HiddenSecrets } from './hidden-secrets.js'
import { threeWay } from './three-way.js'

/** The object to edit: how it is read and changed, its topic as typed, and the arguments that name it. */
export interface Edited {
  read: Operation
  write: Operation
  topic: string
  args: Readonly<Record<string, string>>
}

interface Program {
  root: string
  version: string
  streams: Streams
}

type Properties = Record<string, unknown>

/** A line of the reason why a file is opened again. */
const reasonMark = '#! '

/**
 * Opens an object in the person's editor and sends what was changed. A refusal, a text that cannot be read, and a change
 * by somebody else of the same place open it again with the reason. Throws what a refusal stands for when the file then
 * stays as it is, with the person's text kept; a DeclinedError when the file is emptied.
 */
export async function runEdit(
  edited: Edited,
  flags: Readonly<Record<string, unknown>>,
  { root, version, streams }: Program,
): Promise<void> {
  const settings = settingsOf(flags)
  const say = (text: string) => notice(text, settings.format, streams)
  const editor = chosenEditor(process.env)
  refuseNobody(editor, settings.noInput)
  const { read, write, topic, args } = edited
  const schema = await loadSchema(root, `${topic} update`)
  const client = await openClient({ settings, version, streams }, write.authority)
  try {
    refuseWrite(client.tenant)
    const door = (operation: Operation, command: string) =>
      new OperationDoor({
        ...{ operation, command, say },
        schema: () => loadSchema(root, command),
        client: async () => client,
      })
    const reader = door(read, `${topic} get`)
    const writer = door(write, `${topic} update`)
    const session = new Session(edited, new Editable(write, schema), client, editor, say, {
      read: async () => parse(await reader.send(await reader.request({ args, flags: {} }))),
      send: async (body) => {
        const input = { args, flags: { body: exactJson(body) } }
        const request = await writer.request(input)
        const asking = { what: `${topic} edit`, summary: `Change ${topic}`, canAsk: false }
        await guardRequest(client.tenant, write, request, input, asking)
        return printableOf(await writer.send(request), write, { ...args })
      },
      notices: (retyped) => retypedNotices(retyped, [schema.body?.schema ?? {}]),
    })
    const answer = await session.run()
    if (answer) await printAnswer(answer, settings, streams, usualColumns(write, flags))
  } finally {
    await client.close()
  }
}

/** The calls that an edit makes. */
interface Calls {
  read: () => Promise<unknown>
  send: (body: Properties) => Promise<ReturnType<typeof printableOf>>
  notices: (retyped: Awaited<ReturnType<typeof parseDocument>>['retyped']) => readonly string[]
}

class Session {
  private readonly secrets: HiddenSecrets

  constructor(
    private readonly edited: Edited,
    private readonly editable: Editable,
    private readonly client: TenantClient,
    private readonly editor: Editor,
    private readonly say: (text: string) => Promise<void>,
    private readonly calls: Calls,
  ) {
    const secret = Object.values(edited.write.body?.fields ?? {}).filter((field) => field.secret)
    const known = new Set(secret.map(({ wire, within = [] }) => [...within, wire].join('.')))
    this.secrets = new HiddenSecrets((path) => known.has(path.join('.')))
  }

  /** The answer to what was sent; undefined when nothing was. */
  async run(): Promise<ReturnType<typeof printableOf> | undefined> {
    let base = await this.stored()
    let text = this.head() + this.editable.text(base)
    const draft = new Draft([this.edited.topic, ...Object.values(this.edited.args)].join('-'))
    let why: CliFailure | undefined
    try {
      for (;;) {
        const opened = why ? reasonLines(why) + text : text
        draft.write(opened)
        const { atOnce } = await runEditor(this.editor, draft.path)
        const saved = draft.read()
        if (why && saved === opened) throw why
        text = withoutReason(saved)
        if (isEmpty(text)) throw new DeclinedError('the file was emptied: nothing was sent', { code: 'usage.declined' })
        try {
          const mine = await this.understood(text)
          if (isDeepStrictEqual(mine, base)) {
            await this.say('nothing was changed, and nothing is sent')
            const hint = atOnce && !why ? howToWait(this.editor) : undefined
            if (hint !== undefined) await this.say(hint)
            draft.remove()
            return undefined
          }
          const theirs = await this.stored()
          const { value, conflicts } = threeWay(base, mine, theirs)
          const merged = value as Properties
          if (conflicts.length > 0) {
            base = theirs
            text = this.head() + this.editable.text(merged)
            throw changedMeanwhile(conflicts)
          }
          const changed = this.changes(theirs, merged)
          if (!isDeepStrictEqual(base, theirs)) await this.say(meanwhile(base, theirs))
          const answer = Object.keys(changed).length > 0 ? await this.calls.send(changed) : undefined
          if (!answer) await this.say('somebody else has made the same change: nothing is sent')
          draft.remove()
          return answer
        } catch (error) {
          if (!(error instanceof UsageError || error instanceof RefusedError)) throw error
          why = error
        }
      }
    } catch (error) {
      // What a person has typed is not lost to a failure.
      if (
        error instanceof DeclinedError ||
        withoutReason(readAgain(draft)) === this.head() + this.editable.text(base)
      ) {
        draft.remove()
      } else await this.say(`your text is kept in ${draft.path}`)
      throw error
    }
  }

  private async stored(): Promise<Properties> {
    return this.secrets.hide(this.editable.of(await this.calls.read())) as Properties
  }

  private async understood(text: string): Promise<Properties> {
    const { value, retyped } = await parseDocument(text, 'the file')
    for (const each of this.calls.notices(retyped)) await this.say(each)
    if (isPlainObject(value)) return value
    throw new UsageError('the file holds no properties', {
      code: 'usage.bad_document',
      hint: 'each property stands on a line of its own, as NAME: VALUE',
    })
  }

  /** The properties to send: those that differ, and what the operation always wants. */
  private changes(theirs: Properties, merged: Properties): Properties {
    const names = [...new Set([...Object.keys(theirs), ...Object.keys(merged)])]
    const changed = names.filter((name) => !isDeepStrictEqual(theirs[name], merged[name]))
    if (changed.length === 0) return {}
    const wanted = this.editable.required.filter((name) => !changed.includes(name) && merged[name] !== undefined)
    return Object.fromEntries(
      [...wanted, ...changed].map((name) => {
        if (merged[name] !== undefined) return [name, this.secrets.reveal(merged[name])]
        if (this.editable.takesNull(name)) return [name, null]
        throw new UsageError(`${name} cannot be taken away`, {
          code: 'usage.bad_value',
          hint: 'give it another value: its line is gone',
        })
      }),
    )
  }

  private head(): string {
    const { topic, args } = this.edited
    const lines = [
      `logto ${[topic, 'edit', ...Object.values(args)].join(' ')} on ${tenantName(this.client.tenant)}`,
      'Change what you like, save and close the file. Only what was changed is sent.',
      'A line that is taken away takes the value away; an empty file sends nothing.',
      ...(this.secrets.count > 0
        ? [`${secretMask} with a number is a secret that stays; write another text in its place to change it.`]
        : []),
    ]
    return lines.map((line) => `# ${line}\n`).join('')
  }
}

function readAgain(draft: Draft): string {
  try {
    return draft.read()
  } catch {
    return 'not UTF-8'
  }
}

function reasonLines({ message, hint }: CliFailure): string {
  const lines = [
    `Error: ${message}`,
    ...(hint === undefined ? [] : [hint]),
    'Correct it, or take these lines away, and save to try again. Empty the file to give up.',
  ]
  return lines
    .flatMap((text) => text.split('\n'))
    .map((line) => `${reasonMark}${line}\n`)
    .join('')
}

function withoutReason(text: string): string {
  return text
    .split('\n')
    .filter((line) => !line.startsWith(reasonMark))
    .join('\n')
}

function isEmpty(text: string): boolean {
  return text.split('\n').every((line) => /^\s*(#.*)?$/.test(line))
}

function changedMeanwhile(places: readonly string[]): RefusedError {
  return new RefusedError(`somebody else has changed ${places.join(', ')} meanwhile`, {
    code: 'edit.changed_meanwhile',
    hint: 'the file has your values there, and theirs everywhere else',
  })
}

function meanwhile(base: Properties, theirs: Properties): string {
  const names = [...new Set([...Object.keys(base), ...Object.keys(theirs)])]
  const changed = names.filter((name) => !isDeepStrictEqual(base[name], theirs[name]))
  return `somebody else has changed ${changed.join(', ')} meanwhile, and that stays`
}

function refuseNobody({ from }: Editor, noInput: boolean): void {
  if (noInput) {
    throw new UsageError('an editor is a question, and --no-input forbids it', {
      code: 'usage.no_terminal',
      hint: 'change single values with `update` and its flags',
    })
  }
  if (process.stdin.isTTY || from !== 'default') return
  throw new UsageError('there is no terminal to edit on', {
    code: 'usage.no_terminal',
    hint: 'change single values with `update` and its flags, or set EDITOR',
  })
}
