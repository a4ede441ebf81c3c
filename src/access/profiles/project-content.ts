import { UsageError } from '../../base/errors.js'
import { isProfileName } from './profile.js'

/** What a project file may say. */
export interface ProjectSettings {
  profile?: string
  readOnly?: true
}

/**
 * The settings in the text of a project file: YAML, and so JSON, as plain data. For `package.json` the property
 * `logto`; null when there is none. Throws a UsageError for anything but `profile` and `readOnly: true`, since whoever
 * can write to a folder must not decide where credentials go or which guards hold.
 */
export async function projectSettings(path: string, text: string): Promise<ProjectSettings | null> {
  const isPackage = path.endsWith('package.json')
  // Most packages say nothing to this program, and it has nothing to say about their mistakes.
  if (isPackage && !text.includes('"logto"')) return null
  const value = await parse(path, text)
  if (!isPackage) return settingsOf(value, path)
  return isObject(value) && Object.hasOwn(value, 'logto') ? settingsOf(value.logto, `${path}#logto`) : null
}

function settingsOf(value: unknown, from: string): ProjectSettings {
  if (value === null || value === undefined) return {}
  if (!isObject(value)) throw refusal(`${from} must hold names and values`)
  const settings: ProjectSettings = {}
  for (const [name, given] of Object.entries(value)) {
    if (name === 'profile') {
      if (typeof given !== 'string' || !isProfileName(given))
        throw refusal(`${from}: profile must be the name of a profile`)
      settings.profile = given
    } else if (name === 'readOnly') {
      if (given !== true) throw refusal(`${from}: readOnly can only be true, as a project may not loosen a guard`)
      settings.readOnly = true
    } else {
      throw refusal(`${from}: ${name} may not be set by a project, which may say only profile and readOnly`)
    }
  }
  return settings
}

/** JSON is tried first, to spare the larger parser; YAML names the line of a mistake in either. */
async function parse(path: string, text: string): Promise<unknown> {
  try {
    return JSON.parse(text)
  } catch {
    return parseYaml(path, text)
  }
}

async function parseYaml(path: string, text: string): Promise<unknown> {
  const { LineCounter, parseDocument } = (await import('yaml')).default
  const lines = new LineCounter()
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    logLevel: 'error',
    stringKeys: true,
  })
  // A tag that YAML does not know is a warning; here it is a mistake.
  const [mistake] = [...document.errors, ...document.warnings]
  if (mistake) {
    throw refusal(`${path}:${lines.linePos(mistake.pos[0]).line}: this is not plain data (${mistake.code})`)
  }
  try {
    return document.toJS({ maxAliasCount: 0 })
  } catch {
    throw refusal(`${path}: aliases are not read`)
  }
}

function refusal(message: string): UsageError {
  return new UsageError(message, {
    code: 'config.bad_project_file',
    hint: 'a project file may say `profile: NAME` and `readOnly: true`; everything else belongs to a profile or the environment',
  })
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
