import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { ConfigFile } from '../../access/profiles/config-file.js'
import { findProjectFile } from '../../access/profiles/project-file.js'
import type { Finding } from './step.js'

/** Whether the profiles can be read, and only by their owner. */
export async function checkConfiguration(env: NodeJS.ProcessEnv): Promise<Finding<void>> {
  const file = new ConfigFile(env)
  const { profiles } = await file.read()
  const names = Object.keys(profiles)
  const details = { path: file.path, profiles: names.length }
  const open = await openToOthers(file.folder)
  if (open.length > 0) {
    return {
      status: 'warning',
      message: `others can open ${open.map(({ path, mode }) => `${path} (mode ${mode})`).join(', ')}`,
      hint: open.map(({ path, wanted }) => `chmod ${wanted} '${path}'`).join('; '),
      details,
    }
  }
  const count = names.length === 1 ? 'one profile' : `${names.length} profiles`
  return { message: names.length === 0 ? `no profiles yet (${file.path})` : `${count} in ${file.path}`, details }
}

/** What a project file found from this folder says. */
export async function checkProject(cwd: string): Promise<Finding<void>> {
  const unread: string[] = []
  const project = await findProjectFile(cwd, (text) => unread.push(text))
  const [strange] = unread
  if (!project) {
    if (strange !== undefined) return { status: 'warning', message: strange, hint: 'move it, or ignore this' }
    return { message: 'no project file here or in the folders above' }
  }
  const { path, profile, readOnly } = project
  const effects = [
    ...(profile === undefined ? [] : [`chooses the profile ${profile}`]),
    ...(readOnly ? ['refuses every write'] : []),
  ]
  return {
    message: `${path} ${effects.join(' and ') || 'decides nothing'}`,
    details: { path, profile: profile ?? null, readOnly: readOnly ?? false },
  }
}

/** Files of this program that more than their owner can open. Windows has no such bits. */
async function openToOthers(folder: string): Promise<{ path: string; mode: string; wanted: string }[]> {
  if (process.platform === 'win32') return []
  const wanted: [string, string][] = [
    [folder, '700'],
    [join(folder, 'config.json'), '600'],
    [join(folder, 'credentials.json'), '600'],
  ]
  const found = await Promise.all(
    wanted.map(async ([path, right]) => {
      const mode = (await stat(path).catch(() => undefined))?.mode ?? 0
      return { path, mode: (mode & 0o777).toString(8).padStart(3, '0'), wanted: right, isOpen: (mode & 0o077) !== 0 }
    }),
  )
  return found.filter(({ isOpen }) => isOpen).map(({ isOpen: _, ...file }) => file)
}
