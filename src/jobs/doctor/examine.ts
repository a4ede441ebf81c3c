import { setTimeout as wait } from 'node:timers/promises'
import { CliFailure } from '../../base/errors.js'
import { type ClientContext, TenantClient } from '../../call/operation/tenant-client.js'
import { checkApi, checkRole, checkToken } from './access.js'
import { checkCertificates } from './certificate.js'
import { checkConfiguration, checkProject } from './configuration.js'
import { checkDrift } from './drift.js'
import { checkNames, checkProxy } from './network.js'
import { checkSecrets } from './secrets.js'
import { checkClock, checkDiscovery, checkLogto } from './server.js'
import type { Situation } from './situation.js'
import { Step } from './step.js'
import { checkTenant } from './tenant.js'
import { checkNode } from './this-machine.js'

/** A stuck keychain may end the program by force 700 ms after it was given up: by then the report must be out. */
const farewellMs = 400

/**
 * Begins all checks, in the order of the report. Each waits for those that it builds on, and for no other. `close` ends
 * what they have opened.
 */
export function examine(
  situation: Situation,
  context: ClientContext,
): { steps: Step<unknown>[]; close: () => Promise<void> } {
  const { settings, env, cwd, engines } = situation
  const hurry = new AbortController()
  const signal = AbortSignal.any([context.signal, hurry.signal])
  let client: TenantClient | undefined

  const node = new Step('node', () => checkNode(engines))
  const configuration = new Step('configuration', () => checkConfiguration(env))
  const project = new Step('project', () => checkProject(cwd))
  const tenant = new Step('tenant', async () => {
    try {
      return await checkTenant(situation, (chosen) => {
        client = new TenantClient(chosen, settings, { ...context, signal })
        return client
      })
    } catch (error) {
      // What is wrong with a file is said once, in its own line.
      await configuration.value()
      await project.value()
      throw error
    }
  })
  const keychain = new Step('keychain', async () => {
    try {
      return await checkSecrets(await tenant.value(), env)
    } catch (error) {
      if (error instanceof CliFailure && error.code === 'keychain.timeout') {
        void wait(farewellMs, undefined, { ref: false }).then(() => hurry.abort())
      }
      throw error
    }
  })
  const proxy = new Step('proxy', async () => checkProxy(await tenant.value(), env))
  const names = new Step('dns', async () => {
    await proxy.value()
    return checkNames(await tenant.value(), env)
  })
  const certificates = new Step('tls', async () => {
    await names.value()
    return checkCertificates(await tenant.value(), env, settings.timeoutMs)
  })
  const logto = new Step('logto', async () => {
    await certificates.value()
    return checkLogto(await tenant.value())
  })
  const discovery = new Step('discovery', async () => {
    await logto.value()
    return checkDiscovery(await tenant.value())
  })
  const clock = new Step('clock', async () => checkClock(await logto.value()))
  const token = new Step('token', async () => {
    await keychain.value()
    return checkToken(await tenant.value(), await logto.value())
  })
  const api = new Step('api', async () => {
    await token.value()
    return checkApi(await tenant.value())
  })
  const role = new Step('role', async () => checkRole(await tenant.value(), await api.value()))
  const drift = new Step('drift', async () => {
    await logto.value()
    return checkDrift(await tenant.value(), situation)
  })
  return {
    steps: [
      node,
      configuration,
      project,
      tenant,
      keychain,
      proxy,
      names,
      certificates,
      logto,
      discovery,
      clock,
      token,
      api,
      role,
      drift,
    ],
    close: async () => client?.close(),
  }
}
