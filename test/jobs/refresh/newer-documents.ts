import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import {
  type ApiName,
  apiNames,
  type Documents,
  type OpenApiDocument,
} from '../../../src/call/facts/repairs/document.js'
import { loadDocuments, storedFolder } from '../../openapi/reference.js'

const root = join(import.meta.dirname, '..', '..', '..')

/** The operations that a newer Logto has beside those of the stored documents. */
export const newOperations: Readonly<Record<string, string>> = {
  DeleteSsoConnectorIdpInitiatedAuthConfig: 'sso-connectors delete-idp-initiated-auth-config',
  DeleteTrustedDeviceById: 'account delete-trusted-device',
  DeleteUserTrustedDevice: 'users delete-trusted-device',
  GetSsoConnectorIdpInitiatedAuthConfig: 'sso-connectors get-idp-initiated-auth-config',
  GetTrustedDevices: 'account list-trusted-devices',
  ListUserTrustedDevices: 'users list-trusted-devices',
  ReplaceSsoConnectorIdpInitiatedAuthConfig: 'sso-connectors replace-idp-initiated-auth-config',
  RequestTrustedDeviceCreation: 'experience request-trusted-device-creation',
}

/** The documents of a Logto that serves eight operations more, and takes more in three: without a sentence of Logto's. */
export function newerDocuments(): Documents {
  const newer = loadDocuments(join(import.meta.dirname, 'newer'))
  const documents = loadDocuments(storedFolder)
  for (const api of apiNames) {
    for (const [path, item] of Object.entries(newer[api].paths)) {
      documents[api].paths[path] = { ...documents[api].paths[path], ...item }
    }
  }
  return documents
}

/** The texts of documents by the path they are served at. */
export function textsOf(documents: Readonly<Record<ApiName, OpenApiDocument>>): Map<string, string> {
  return new Map(
    apiNames.map((api) => [`/api/.well-known/${api}.openapi.json`, JSON.stringify(documents[api])] as const),
  )
}

/**
 * A program that lacks some commands, as an older release does: its files are links to the built one's. Returns the
 * program's entry.
 */
export function olderProgram(folder: string, hidden: ReadonlySet<string>, index: object = {}): string {
  const link = (path: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    symlinkSync(join(root, path), join(folder, path))
  }
  for (const path of ['package.json', 'docs', 'node_modules']) link(path)
  for (const name of readdirSync(join(root, 'dist')).filter((each) => each !== 'commands')) link(`dist/${name}`)
  cpSync(join(root, 'bin'), join(folder, 'bin'), { recursive: true })
  const below = (path: string) =>
    readdirSync(join(root, path), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(root, join(entry.parentPath, entry.name)))
  const isHidden = (path: string) =>
    hidden.has(
      path
        .replace(/^(dist\/commands|operations)\//, '')
        .replace(/\.\w+$/, '')
        .replaceAll('/', ' '),
    )
  const own = ['operations/index.json', 'oclif.manifest.json']
  for (const path of [...below('dist/commands'), ...below('operations')]) {
    if (!isHidden(path) && !own.includes(path)) link(path)
  }
  const known = JSON.parse(readFileSync(join(root, 'operations', 'index.json'), 'utf8')) as Record<string, object>
  const kept = Object.fromEntries(Object.entries(known).filter(([command]) => !hidden.has(command)))
  writeFileSync(join(folder, 'operations', 'index.json'), JSON.stringify({ ...kept, ...index }))
  const manifest = JSON.parse(readFileSync(join(root, 'oclif.manifest.json'), 'utf8')) as { commands: object }
  const commands = Object.entries(manifest.commands).filter(([id]) => !hidden.has(id.replaceAll(':', ' ')))
  writeFileSync(
    join(folder, 'oclif.manifest.json'),
    JSON.stringify({ ...manifest, commands: Object.fromEntries(commands) }),
  )
  return join(folder, 'bin', 'run.js')
}
