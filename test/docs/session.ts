/** A shell in which the commands of a page are typed one after the other, in a folder and home of their own. */

import { spawn } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { cleanEnv, makeHome, program } from '../cli/run.js'

/** After which a command is taken to hang: the shell is ended, and no command behind it runs. */
const patienceMs = 30_000

export interface Ended {
  code: number
  /** Standard output and error in the order of writing. */
  printed: string
}

export interface Session {
  home: string
  /** Where the commands run. */
  folder: string
  /** What commands are given, until the page itself sets it. */
  env: Record<string, string>
  read(name: string): string
  write(name: string, text: string): void
  /**
   * Runs a command to its end. What it sets stays set; what it starts behind `&` goes on. `meanwhile` is asked every
   * 50 ms, with what is printed so far, until it has done what it waits to do.
   */
  run(command: string, meanwhile?: (printed: () => string) => Promise<boolean>): Promise<Ended>
  /** The variables of this program that commands before have set. */
  exported(): Promise<Record<string, string>>
  close(): Promise<void>
}

/** Opens a session; `env` is what the person has set. */
export function openSession(env: Record<string, string>): Session {
  const home = makeHome()
  const folder = join(home.path, 'work')
  const bin = join(home.path, 'bin')
  for (const path of [folder, bin]) mkdirSync(path)
  writeFileSync(join(bin, 'logto'), `#!/bin/sh\nexec '${process.execPath}' '${program}' "$@"\n`)
  chmodSync(join(bin, 'logto'), 0o755)
  const own = { PATH: `${bin}:${process.env.PATH}`, ...env }
  // A group of its own, so that it can be ended with all that it runs.
  const shell = spawn('sh', [], {
    cwd: folder,
    env: cleanEnv(home.path, own),
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: true,
  })
  shell.stdin.on('error', () => {})
  const codes = createInterface({ input: shell.stdout })[Symbol.asyncIterator]()
  const gone = new Promise((resolve) => shell.once('close', resolve))
  const kill = () => {
    if (shell.pid !== undefined && shell.exitCode === null) process.kill(-shell.pid, 'SIGKILL')
  }
  let count = 0
  const run: Session['run'] = async (command, meanwhile) => {
    count += 1
    const [script, output] = [join(home.path, `${count}.sh`), join(home.path, `${count}.txt`)]
    writeFileSync(script, `${command}\n`)
    writeFileSync(output, '')
    const printed = () => readFileSync(output, 'utf8')
    shell.stdin.write(`. ${script} < /dev/null > ${output} 2>&1; echo "$?"\n`)
    const ended = codes.next()
    let over = false
    const timer = setTimeout(kill, patienceMs)
    ended.finally(() => {
      over = true
      clearTimeout(timer)
    })
    while (!over && meanwhile && !(await meanwhile(printed))) await delay(50)
    const { value, done } = await ended
    if (done) throw new Error(`the shell ended at: ${command}\n${printed()}`)
    return { code: Number(value), printed: printed() }
  }
  return {
    home: home.path,
    folder,
    env: own,
    read: (name) => readFileSync(join(folder, name), 'utf8'),
    write: (name, text) => writeFileSync(join(folder, name), text),
    run,
    async exported() {
      const { printed } = await run('env')
      return Object.fromEntries([...printed.matchAll(/^(LOGTO_\w+)=(.*)$/gm)].map(([, name, value]) => [name, value]))
    },
    async close() {
      // The jobs of a shell that no terminal commands do not hear Ctrl-C.
      shell.stdin.end('kill $(jobs -p) 2> /dev/null; wait\n')
      const timer = setTimeout(kill, 5000)
      await gone
      clearTimeout(timer)
      home.remove()
    },
  }
}
