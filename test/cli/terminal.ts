/** The program on a terminal: a pseudo-terminal made by `script` of util-linux. */

import { spawn } from 'node:child_process'
import { need } from '../programs.js'
import { cleanEnv, program, watch } from './run.js'

/** What it takes to have one. */
export const terminalNeed = need('util-linux script', 'bash')

export interface Session {
  code: number | null
  /** All that the terminal got, stdout and stderr, escape sequences and all. */
  screen: string
}

/** What a person types once a text stands on the screen. */
export type Typing = readonly [sight: RegExp, keys: string]

/** Runs a line of shell, in which `logto` is the program, on a terminal of 80 columns or as many as are given. */
export async function onTerminal(
  line: string,
  {
    home,
    env,
    typing = [],
    columns = 80,
  }: { home: string; env: Record<string, string>; typing?: readonly Typing[]; columns?: number },
): Promise<Session> {
  const command = `stty cols ${columns} rows 24; logto() { "$NODE" "$PROGRAM" "$@"; }; ${line}`
  const child = spawn('script', ['-qec', `bash -c '${command.replaceAll("'", "'\\''")}'`, '/dev/null'], {
    env: cleanEnv(home, { NODE: process.execPath, PROGRAM: program, TERM: 'xterm', SHELL: '/bin/bash', ...env }),
    cwd: home,
    stdio: 'pipe',
  })
  const left = [...typing]
  let seen = ''
  child.stdout.on('data', (data: Buffer) => {
    seen += String(data)
    const [next] = left
    if (next === undefined || !next[0].test(seen)) return
    left.shift()
    seen = ''
    child.stdin.write(next[1])
  })
  const { code, stdout } = await watch(child, { keepInput: true }).finished
  child.stdin.end()
  return { code, screen: stdout }
}

/** The screen's text without escape sequences, in lines. */
export function linesOf({ screen }: Session): string[] {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one
  return screen.replace(/\u001b\[[0-9;?]*[a-zA-Z]/g, '').split(/\r?\n/)
}
