import { spawn as spawnPlainly } from 'node:child_process'
import { basename } from 'node:path'
import { UsageError } from '../../base/errors.js'
import { shellWords, unquoted } from '../../base/shell-words.js'

/** The editor that a person has chosen. */
export interface Editor {
  /** Program and arguments; the file follows them. */
  words: readonly string[]
  /** Where the choice came from. */
  from: 'VISUAL' | 'EDITOR' | 'default'
}

/** Editors that open a window and end at once, with the flag that makes them wait. */
const windowed: Readonly<Record<string, string>> = {
  atom: '--wait',
  bbedit: '--wait',
  code: '--wait',
  'code-insiders': '--wait',
  codium: '--wait',
  cursor: '--wait',
  gedit: '--wait',
  gvim: '--nofork',
  kate: '--block',
  mate: '--wait',
  subl: '--wait',
  windsurf: '--wait',
  zed: '--wait',
}

const inTerminal: ReadonlySet<string> = new Set(['ed', 'hx', 'joe', 'micro', 'nano', 'nvim', 'pico', 'vi', 'vim'])

/** An editor that ends sooner has not been typed in. */
const atOnceMs = 1500

/** VISUAL, then EDITOR, as git and others do; their words are divided as in a shell, and no shell runs them. */
export function chosenEditor(env: NodeJS.ProcessEnv): Editor {
  for (const from of ['VISUAL', 'EDITOR'] as const) {
    const words = shellWords(env[from] ?? '').map(unquoted)
    if (words.length > 0) return { words, from }
  }
  return { words: [process.platform === 'win32' ? 'notepad' : 'vi'], from: 'default' }
}

/**
 * Runs the editor on a file until it ends. Ctrl-C is the editor's own meanwhile. Returns whether it ended before
 * anybody could have typed. Throws a UsageError when it cannot be started or ends with a failure.
 */
export async function runEditor({ words, from }: Editor, file: string): Promise<{ atOnce: boolean }> {
  const [program = '', ...args] = words
  const started = Date.now()
  const ignore = () => {}
  process.on('SIGINT', ignore)
  try {
    const spawn = process.platform === 'win32' ? (await import('cross-spawn')).default : spawnPlainly
    const code = await new Promise<number | string | null>((resolve, reject) => {
      // Standard output may be a file that the answer goes to: the editor then draws on standard error.
      const child = spawn(program, [...args, file], {
        stdio: ['inherit', process.stdout.isTTY ? 'inherit' : 2, 'inherit'],
      })
      child.once('error', reject)
      child.once('exit', (status, signal) => resolve(status ?? signal))
    })
    if (code !== 0)
      throw failed(program, typeof code === 'number' ? `ended with ${code}` : `was ended by ${code}`, from)
  } catch (error) {
    if (error instanceof UsageError) throw error
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    throw failed(program, reason === 'ENOENT' ? 'is not there' : `cannot be started (${reason})`, from)
  } finally {
    process.off('SIGINT', ignore)
  }
  return { atOnce: Date.now() - started < atOnceMs }
}

/** How an editor that opens a window is made to wait until it is closed; undefined for one that lives in the terminal. */
export function howToWait({ words, from }: Editor): string | undefined {
  const name = basename(words[0] ?? '').replace(/\.(exe|cmd)$/i, '')
  if (inTerminal.has(name)) return undefined
  const variable = from === 'VISUAL' ? 'VISUAL' : 'EDITOR'
  const flag = windowed[name]
  const line = flag === undefined ? 'code --wait' : [...words, flag].join(' ')
  return `if ${name} opens a window, tell it to wait until that is closed, as ${variable}='${line}' does`
}

function failed(program: string, how: string, from: Editor['from']): UsageError {
  return new UsageError(`the editor ${program} ${how}`, {
    code: 'usage.editor_failed',
    hint: `${from === 'default' ? 'set EDITOR to your editor' : `check ${from}`}, such as EDITOR=nano or EDITOR='code --wait'`,
  })
}
