import type { Operation } from '../../call/facts/operation.js'

/** What a server may do, each level including those before it. */
export const levels = ['read', 'write', 'destroy'] as const
export type Level = (typeof levels)[number]

/** The least level that an operation needs. */
export function levelOf({ method, destructive }: Pick<Operation, 'method' | 'destructive'>): Level {
  if (destructive) return 'destroy'
  return method === 'GET' ? 'read' : 'write'
}

/** Whether a server of the level `allowed` may do what needs the level `needed`. */
export function includes(allowed: Level, needed: Level): boolean {
  return levels.indexOf(needed) <= levels.indexOf(allowed)
}
