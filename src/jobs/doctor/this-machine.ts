import { UsageError } from '../../base/errors.js'
import type { Finding } from './step.js'

/** Whether Node is one that this program runs on. `engines`: `>=` and the least version. */
export async function checkNode(engines: string, version = process.versions.node): Promise<Finding<void>> {
  const least = engines.replace(/^>=\s*/, '')
  const details = { version, least, platform: `${process.platform}-${process.arch}` }
  if (isAtLeast(version, least)) return { message: `Node ${version} (${least} or later is needed)`, details }
  throw new UsageError(`Node ${version} is too old`, {
    code: 'doctor.node',
    hint: `install Node ${least} or later, such as the current long-term release`,
  })
}

function isAtLeast(version: string, least: string): boolean {
  const [have, need] = [version, least].map((text) => text.split('.').map((part) => Number.parseInt(part, 10)))
  for (const [index, number] of (need ?? []).entries()) {
    const own = have?.[index] ?? 0
    if (own !== number) return own > number
  }
  return true
}
