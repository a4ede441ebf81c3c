import { onTestFinished } from 'vitest'
import type { SandboxOptions } from '../../../src/sandbox/start.js'
import { type BentSandbox, startBent } from './bent-sandbox.js'

/** A sandbox behind a proxy that ends with the test. */
export async function bentSandbox(options: Partial<SandboxOptions> = {}): Promise<BentSandbox> {
  const bent = await startBent(options)
  onTestFinished(() => bent.close())
  return bent
}
