import { lstatSync, readFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { UsageError } from '../../base/errors.js'
import { whyNotPlain } from './plain-file.js'
import { type ProjectSettings, projectSettings } from './project-content.js'

/** What the project says, and where. */
export interface ProjectFile extends ProjectSettings {
  /** The file that chooses the profile; else the nearest one. */
  path: string
}

const maxBytes = 64 * 1024
const places = ['.logtorc', '.logtorc.json', '.logtorc.yaml', 'package.json']

/** Where one would expect code to be run, as by other programs of this kind. */
const codePlaces = ['js', 'cjs', 'mjs', 'ts'].flatMap((end) => [`.logtorc.${end}`, `logto.config.${end}`])

/**
 * What the project files in `cwd` and in the folders above say: the nearest profile, and read-only when any of them
 * says so. They are data: nothing is executed, and no other file is read. Throws a UsageError for one that says anything
 * else, is no plain file or is larger than 64 KB. `notice` hears of files that are there and are not read.
 */
export async function findProjectFile(
  cwd: string,
  notice: (text: string) => void = () => {},
): Promise<ProjectFile | undefined> {
  const found: ProjectFile[] = []
  for (const folder of upwards(resolve(cwd))) {
    const here = places
      .map((place) => join(folder, place))
      .filter((path) => isReadable(path, notice) && mayConcernUs(path))
    for (const path of codePlaces.map((place) => join(folder, place)).filter(exists)) {
      notice(`${path} is not read: a project file is data (.logtorc, .logtorc.json, .logtorc.yaml or package.json)`)
    }
    const speaking = here.length > 0 ? await readAll(here) : []
    const [first, second] = speaking
    if (first && second) {
      throw new UsageError(`${first.path} and ${second.path} are both project files`, {
        code: 'config.two_project_files',
        hint: 'keep one of them',
      })
    }
    if (first) found.push(first)
  }
  const [nearest] = found
  if (!nearest) return undefined
  const { path, profile } = found.find((file) => file.profile !== undefined) ?? nearest
  const readOnly = found.some((file) => file.readOnly)
  return { path, ...(profile === undefined ? {} : { profile }), ...(readOnly ? { readOnly } : {}) }
}

/**
 * The settings in the files that have any. cosmiconfig's front door would run `.config/config.js` before it looks for
 * anything, so its explorer is used with a loader of our own, which refuses `$import` before it is followed.
 */
async function readAll(paths: readonly string[]): Promise<ProjectFile[]> {
  const { Explorer } = await import('cosmiconfig/dist/Explorer.js')
  const explorer = new Explorer({
    moduleName: 'logto',
    searchPlaces: places,
    searchStrategy: 'none',
    loaders: { noExt: load, '.json': load, '.yaml': load },
    ignoreEmptySearchPlaces: false,
    metaConfigFilePath: null,
    mergeImportArrays: false,
    mergeSearchPlaces: false,
    transform: (result) => result,
    cache: false,
  })
  const found: ProjectFile[] = []
  for (const path of paths) {
    const result = await explorer.load(path)
    if (result) found.push({ path, ...(result.config as ProjectSettings | undefined) })
  }
  return found
}

/** cosmiconfig takes the property `logto` out of a package file by itself. */
async function load(path: string, text: string): Promise<unknown> {
  const settings = await projectSettings(path, text)
  return basename(path) === 'package.json' ? { logto: settings } : settings
}

function* upwards(folder: string): Generator<string> {
  yield folder
  const parent = dirname(folder)
  if (parent !== folder) yield* upwards(parent)
}

function exists(path: string): boolean {
  return statsOf(path) !== undefined
}

/**
 * Looks before anything is opened: a device would never end. A package file is seldom meant for this program, and
 * large ones are common, so that a strange one is passed over with a notice.
 */
function isReadable(path: string, notice: (text: string) => void): boolean {
  const stats = statsOf(path)
  if (!stats) return false
  const why = whyNotPlain(stats, maxBytes)
  if (why === undefined) return true
  if (basename(path) !== 'package.json') {
    throw new UsageError(`${path} ${why}`, {
      code: 'config.bad_project_file',
      hint: 'replace it with a plain file that says `profile: NAME` or `readOnly: true`, or remove it',
    })
  }
  if (!stats.isDirectory()) notice(`${path} ${why}: its settings for logto, if any, are not used`)
  return false
}

/** Most package files say nothing of this program: for those cosmiconfig (15 ms of a start) is not loaded. */
function mayConcernUs(path: string): boolean {
  if (basename(path) !== 'package.json') return true
  try {
    return readFileSync(path, 'utf8').includes('"logto"')
  } catch {
    // Whoever reads it in earnest says why it cannot be read.
    return true
  }
}

/** Undefined where there is nothing, or the folder may not be entered. */
function statsOf(path: string) {
  try {
    return lstatSync(path, { throwIfNoEntry: false })
  } catch {
    return undefined
  }
}
