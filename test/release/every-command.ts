import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Contract, contracts, examplesOf, index, manifest } from '../contract/command-facts.js'
import { writeExampleFiles } from '../contract/example-files.js'
import { Pool } from '../contract/pool.js'
import { type Installation, runBeside, runInstalled } from './installation.js'

/** As many at once as there are cores on the smallest machine of a CI. */
const workers = new Pool(['one', 'two'])

/** Shows the help of every command, or of those `byHand`. Returns what went wrong, a line each. */
export async function everyHelp(own: Installation, home: string, byHand = false): Promise<string[]> {
  const all = Object.values(manifest.commands).map(({ id }) => id.split(':'))
  const words = byHand ? all.filter((command) => index[command.join(' ')] === undefined) : all
  return faultsOf(words, async (command) => {
    const { code, stdout, stderr } = await runInstalled(own, [...command, '--help'], home)
    const isGood = code === 0 && stderr === '' && stdout.includes('USAGE')
    return isGood ? undefined : `${command.join(' ')} --help ended with ${code}: ${stderr}`
  })
}

/** Runs the first example of every operation's command as a dry run. Returns what went wrong, a line each. */
export async function everyDryRun(own: Installation, home: string): Promise<string[]> {
  const bin = join(home, 'dry')
  mkdirSync(bin)
  // The exit code of the program itself, wherever it stands in a pipe.
  const shim = `#!/bin/sh\n'${own.command}' --dry-run "$@"\necho "$?" > exit-code.txt\n`
  writeFileSync(join(bin, 'logto'), shim, { mode: 0o755 })
  return faultsOf(await contracts(), async (contract, number) => {
    const [example] = examplesOf(contract.command)
    return example === undefined ? `${contract.command} has no example` : dryRun(own, example, contract, home, number)
  })
}

async function dryRun(own: Installation, example: string, contract: Contract, home: string, number: number) {
  const folder = join(home, `example-${number}`)
  mkdirSync(folder)
  writeExampleFiles(example, contract, folder)
  const answered = example.replaceAll(/'(--[\w-]+)=\?'/g, "$1='typed answer'")
  const line = `cd 'example-${number}'; PATH='${join(home, 'dry')}':$PATH; ${answered}`
  const { stderr } = await runBeside(own, ['sh', '-c', line], home)
  const code = readFileSync(join(folder, 'exit-code.txt'), 'utf8').trim()
  return code === '0' ? undefined : `${example} ended with ${code}: ${stderr}`
}

async function faultsOf<T>(things: readonly T[], check: (thing: T, number: number) => Promise<string | undefined>) {
  const found = await Promise.all(things.map((thing, number) => workers.lend(() => check(thing, number))))
  return found.filter((fault) => fault !== undefined)
}
