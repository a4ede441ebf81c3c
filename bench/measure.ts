/** Whole processes, timed in turn: times on a shared machine wander together, the ratio of neighbours does not. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'

/** One program with its words and environment. */
export interface Run {
  /** What is run; the Node of the measurement without. */
  program?: string
  args: readonly string[]
  env: NodeJS.ProcessEnv
  /** Standard input; empty without. */
  input?: string
  /** The exit code it should end with; 0 without. */
  exit?: number
}

/** What a run was like. */
export interface Measured {
  /** From start to exit, output read, in milliseconds. */
  ms: number
  /** What it wrote to standard error. */
  said: string
}

/** Runs a program to its end. Throws, with what it said, when it ends with another code than it should. */
export async function run(node: string, { program = node, args, env, input = '', exit = 0 }: Run): Promise<Measured> {
  const start = process.hrtime.bigint()
  const child = spawn(program, args, { env, cwd: tmpdir(), stdio: ['pipe', 'pipe', 'pipe'] })
  child.stdin.end(input)
  let said = ''
  child.stdout.resume()
  child.stderr.on('data', (chunk) => {
    said += chunk
  })
  const [code] = await once(child, 'close')
  const ms = Number(process.hrtime.bigint() - start) / 1e6
  if (code !== exit) throw new Error(`${args.join(' ')} ended with ${code}: ${said}`)
  return { ms, said }
}

/** Runs each in turn, `rounds` times after one that does not count. Returns the runs of each, in the order given. */
export async function inTurn(node: string, runs: readonly Run[], rounds: number) {
  const measured = runs.map((): Measured[] => [])
  for (let round = -1; round < rounds; round++) {
    for (const [i, one] of runs.entries()) {
      const result = await run(node, one)
      if (round >= 0) measured[i]?.push(result)
    }
  }
  return measured
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}
