import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { branchesOf } from '../../src/call/facts/maker/fields.js'
import type { Contract } from './command-facts.js'
import { sampleOf } from './sample-values.js'

/** Makes every file that an example reads, with what belongs there: a body that fits, a property, a text, a picture. */
export function writeExampleFiles(example: string, contract: Contract, folder: string): void {
  const write = (file: string, content: string) => {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), content)
  }
  for (const [, flag = '', file = ''] of example.matchAll(/--([\w-]+)[ =]@([^\s'"|>]+)/g)) {
    write(file, contentFor(flag, contract, example))
  }
  for (const [, file = ''] of example.matchAll(/--file[ =]([^\s'"|>]+)/g)) write(file, 'some bytes')
  for (const [, file = ''] of example.matchAll(/<\s*([\w./-]+)/g)) write(file, 'a secret text\n')
}

function contentFor(flag: string, contract: Contract, example: string): string {
  if (flag === 'password-digest') return `$2b$10$${'a'.repeat(53)}\n`
  if (flag === 'body') return JSON.stringify(bodyFor(example, contract))
  const field = contract.operation.body?.fields?.[flag]
  if (!field || (field.type !== 'json' && field.type !== 'any')) return 'a secret text\n'
  return JSON.stringify((bodyFor(example, contract) as Record<string, unknown>)[field.wire] ?? {})
}

/** A whole body, in the branch of a union that the example's own flags choose. */
function bodyFor(example: string, { operation, documented }: Contract): unknown {
  const schema = documented.body?.schema ?? {}
  const samples = branchesOf(schema).map((_, branch) => sampleOf(schema, { optional: true, branch }))
  const chosen = samples.find((sample) =>
    Object.entries(operation.body?.fields ?? {}).every(([flag, { wire, options }]) => {
      const given = new RegExp(`--${flag}[ =](\\S+)`).exec(example)?.[1]
      return !options || given === undefined || (sample as Record<string, unknown>)[wire] === given
    }),
  )
  return chosen ?? samples[0]
}
