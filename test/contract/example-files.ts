import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Contract } from './command-facts.js'
import { sampleOf } from './sample-values.js'

const everything = { optional: true, branch: 0 }

/** Makes every file that an example reads, with what belongs there: a body that fits, a property, a text, a picture. */
export function writeExampleFiles(example: string, contract: Contract, folder: string): void {
  const write = (file: string, content: string) => {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), content)
  }
  for (const [, flag = '', file = ''] of example.matchAll(/--([\w-]+)[ =]@([^\s'"|>]+)/g)) {
    write(file, contentFor(flag, contract))
  }
  for (const [, file = ''] of example.matchAll(/--file[ =]([^\s'"|>]+)/g)) write(file, 'some bytes')
  for (const [, file = ''] of example.matchAll(/<\s*([\w./-]+)/g)) write(file, 'a secret text\n')
}

function contentFor(flag: string, { operation, documented }: Contract): string {
  const schema = documented.body?.schema ?? {}
  if (flag === 'body') return JSON.stringify(sampleOf(schema, everything))
  const field = operation.body?.fields?.[flag]
  if (!field || (field.type !== 'json' && field.type !== 'any')) return 'a secret text\n'
  const body = sampleOf(schema, everything)
  const part = (body as Record<string, unknown>)[field.wire]
  return JSON.stringify(part ?? {})
}
