import type { Job } from './job.js'

/** What a run came to, as data. */
export interface Report {
  done: number
  refused: { do: string; kind: string; key: string; code: string; message: string }[]
  untried: { do: string; kind: string; key: string; why: string }[]
  /** What did not come out as it was written. */
  different: string[]
  journal: string | undefined
}

export function reportOf(jobs: readonly Job[], different: readonly string[], journal: string | undefined): Report {
  const report: Report = { done: 0, refused: [], untried: [], different: [...different], journal }
  for (const { action, outcome } of jobs) {
    const { do: verb, kind, key } = action
    if (outcome?.as === 'done') report.done += 1
    else if (outcome?.as === 'refused') {
      const { code, message, hint } = outcome.error
      report.refused.push({ do: verb, kind, key, code, message: hint === undefined ? message : `${message}; ${hint}` })
    } else report.untried.push({ do: verb, kind, key, why: outcome?.why ?? '' })
  }
  return report
}

/** The same for people. */
export function reportLines({ done, refused, untried, different }: Report): string[] {
  const total = done + refused.length + untried.length
  const name = (kind: string, key: string) => `${kind} ${key}`.trim()
  return [
    ...refused.map(({ do: verb, kind, key, message }) => `refused: ${verb} ${name(kind, key)}: ${message}`),
    ...untried.map(({ do: verb, kind, key, why }) => `not tried: ${verb} ${name(kind, key)}: ${why}`),
    ...different.map((what) => `not as written: ${what}`),
    `${done} of ${total} done${refused.length > 0 ? `, ${refused.length} refused` : ''}${untried.length > 0 ? `, ${untried.length} not tried` : ''}`,
  ]
}
