/**
 * Does with the keychain what its words say, one after another, and prints what came of each as a JSON list. A failure
 * ends it as it ends the product: the report first, then the exit code, without `process.exit()`.
 *
 * Words: `store:PROFILE:STORAGE:SECRET`, `rename:PROFILE:PROFILE`, `move:PROFILE:STORAGE`, `remove:PROFILE`,
 * `secret:PROFILE` (the secret of a profile, wherever it is); on the keychain itself `get:ID:NAME`, `set:ID:NAME:VALUE`, `delete:ID:NAME`, `deleteAll:ID`, `check`, `wait` (says so and waits for a
 * line on stdin), `exit` (calls `process.exit()` after a failure, as a second Ctrl-C does).
 */
import { once } from 'node:events'
import { ConfigFile } from '../../../../src/access/profiles/config-file.js'
import {
  moveSecrets,
  type OpenStore,
  removeProfile,
  renameProfile,
  storeProfile,
} from '../../../../src/access/profiles/edit-profiles.js'
import { openStore } from '../../../../src/access/profiles/open-store.js'
import { findProfile } from '../../../../src/access/profiles/profile.js'
import { type SecretName, secretNames } from '../../../../src/access/profiles/secret-store.js'
import { CliFailure } from '../../../../src/base/errors.js'
import { sampleProfile } from '../sample-profile.js'

const file = new ConfigFile(process.env)
const open: OpenStore = (storage) => openStore(storage, process.env)
const results: unknown[] = []
const steps = process.argv.slice(2)

function secretName(text: string | undefined): SecretName {
  const name = secretNames.find((each) => each === text)
  if (!name) throw new RangeError(`no secret is named ${text}`)
  return name
}

function storageOf(text: string | undefined) {
  return text === 'file' ? 'file' : 'keychain'
}

try {
  const store = await openStore('keychain', process.env)
  for (const step of steps) {
    const [what, id = '', name, value = ''] = step.split(':')
    if (what === 'store') {
      const profile = sampleProfile({ storage: storageOf(name) })
      await storeProfile(file, open, { name: id, profile, secrets: { 'client-secret': value } })
      results.push(profile.id)
    }
    if (what === 'rename') results.push((await renameProfile(file, id, name ?? '')) ?? 'renamed')
    if (what === 'move') results.push((await moveSecrets(file, open, id, storageOf(name))) ?? 'moved')
    if (what === 'remove') results.push((await removeProfile(file, open, id)) ?? 'removed')
    if (what === 'secret') {
      const profile = findProfile(await file.read(), id, what)
      results.push((await (await open(profile.storage)).get(profile.id, 'client-secret')) ?? null)
    }
    if (what === 'get') results.push((await store.get(id, secretName(name))) ?? null)
    if (what === 'set') results.push((await store.set(id, secretName(name), value)) ?? 'set')
    if (what === 'delete') results.push((await store.delete(id, secretName(name))) ?? 'deleted')
    if (what === 'deleteAll') results.push((await store.deleteAll(id)) ?? 'deleted')
    if (what === 'check') results.push((await store.check()) ?? 'open')
    if (what === 'wait') {
      process.stdout.write('"waiting"\n')
      await once(process.stdin, 'data')
      process.stdin.pause()
    }
  }
  process.stdout.write(`${JSON.stringify(results)}\n`)
} catch (error) {
  if (!(error instanceof CliFailure)) throw error
  const { code, message, hint } = error
  process.stdout.write(`${JSON.stringify({ code, message, hint })}\n`)
  process.exitCode = error.exitCode
  if (steps.includes('exit')) process.exit()
}
