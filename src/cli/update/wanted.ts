import { isatty } from 'node:tty'
import type { Place } from '../command-tree.js'

/** The words by which the program has itself ask for the newest release; no command has them. */
export const lookWords = ['look', 'for-release'] as const

/** Whether somebody may be told of a newer release: on a terminal, in no CI, and by a program that was installed. */
export function wantsReleases({ extension }: Place, env: NodeJS.ProcessEnv): boolean {
  return extension === '.cjs' && !env.CI && !env.LOGTO_NO_UPDATE_NOTIFIER && isatty(2)
}
