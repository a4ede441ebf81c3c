import { spawn } from 'node:child_process'
import { homedir } from 'node:os'
import gt from 'semver/functions/gt.js'
import valid from 'semver/functions/valid.js'
import { startAgain } from '../../base/start-again.js'
import type { Streams } from '../../call/output/streams.js'
import { keepRelease, knownRelease } from './kept-release.js'
import { lookWords } from './wanted.js'

const dayMs = 24 * 3600_000

/**
 * Says at most once a day that there is a newer release, as far as is known, and has a process of its own ask for the
 * next time: this one waits for nothing.
 */
export async function noticeRelease(
  { name, version, root }: { name: string; version: string; root: string },
  env: NodeJS.ProcessEnv,
  streams: Streams,
): Promise<void> {
  const known = knownRelease(env)
  const now = Date.now()
  const isOld = (time: number) => Math.abs(now - time) > dayMs
  const tells = isOld(known.told) && valid(known.newest) !== null && gt(known.newest, version)
  const asks = isOld(known.asked)
  if (!tells && !asks) return
  try {
    keepRelease({ ...known, ...(tells ? { told: now } : {}), ...(asks ? { asked: now } : {}) }, env)
  } catch {
    // Where nothing can be kept, every run would ask and tell.
    return
  }
  if (asks) look(root, env)
  if (tells) await streams.err(`\n${told(known.newest, version, name, root)}\n`)
}

function told(newest: string, version: string, name: string, root: string): string {
  const isAlone = startAgain(root).length === 1
  const how = isAlone ? 'download it from where this program came from' : `npm install -g ${name}`
  return `a new release of logto is available: ${version} -> ${newest}\nto update: ${how} (LOGTO_NO_UPDATE_NOTIFIER=1 stops this notice)`
}

/** At home, so that npm's settings are the user's and not those of whatever project is worked on. */
function look(root: string, env: NodeJS.ProcessEnv): void {
  const [file, ...words] = startAgain(root)
  const child = spawn(file, [...words, ...lookWords], {
    cwd: env.HOME || homedir(),
    detached: true,
    stdio: 'ignore',
    windowsHide: true,
  })
  child.on('error', () => {})
  child.unref()
}
