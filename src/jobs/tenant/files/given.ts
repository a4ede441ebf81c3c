import { readFile, stat } from 'node:fs/promises'
import { parse } from 'yaml'
import { UsageError } from '../../../base/errors.js'
import { isPlainObject } from '../../../base/value-path.js'

/** Values that are not in the files: of the machine, the command line, and files of their own. */
export interface Given {
  /** A value of `!var`; a text of the command line or the environment is understood by what its place takes. */
  variable: (name: string) => { value: unknown; isText: boolean } | undefined
  secret: (name: string) => unknown
}

interface Wishes {
  /** `NAME=VALUE`, from the command line. */
  variables: readonly string[]
  variablesFile: string | undefined
  secretsFile: string | undefined
}

/** Throws a UsageError for a file that cannot be read, is no map, or holds secrets that others can read. */
export async function givenValues(
  { variables, variablesFile, secretsFile }: Wishes,
  env: NodeJS.ProcessEnv,
): Promise<Given> {
  const typed = new Map(variables.map(pairOf))
  const fromFile = variablesFile === undefined ? {} : await mapOf(variablesFile, 'vars')
  if (secretsFile !== undefined) await refuseOpenFile(secretsFile)
  const secrets = secretsFile === undefined ? {} : await mapOf(secretsFile, 'secrets')
  return {
    variable(name) {
      const text = typed.get(name)
      if (text !== undefined) return { value: text, isText: true }
      if (Object.hasOwn(fromFile, name)) return { value: fromFile[name], isText: false }
      const own = env[`LOGTO_VAR_${name}`]
      return own === undefined ? undefined : { value: own, isText: true }
    },
    secret: (name) => (Object.hasOwn(secrets, name) ? secrets[name] : env[`LOGTO_SECRET_${name}`]),
  }
}

function pairOf(text: string): [string, string] {
  const at = text.indexOf('=')
  if (at > 0) return [text.slice(0, at), text.slice(at + 1)]
  throw new UsageError(`--var ${text}: there is no value`, {
    code: 'usage.bad_variable',
    hint: 'give a name and a value: --var NAME=VALUE',
  })
}

async function mapOf(file: string, flag: string): Promise<Record<string, unknown>> {
  let value: unknown
  try {
    value = parse(await readFile(file, 'utf8'))
  } catch (error) {
    throw cannotRead(file, flag, error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error))
  }
  if (isPlainObject(value)) return value
  throw cannotRead(file, flag, 'it is no map of names and values')
}

async function refuseOpenFile(file: string): Promise<void> {
  const facts = await stat(file).catch(() => undefined)
  if (!facts || process.platform === 'win32' || (facts.mode & 0o077) === 0) return
  throw new UsageError(`--secrets ${file}: others on this machine can read it`, {
    code: 'usage.open_secrets',
    hint: `chmod 600 ${file}`,
  })
}

function cannotRead(file: string, flag: string, why: string): UsageError {
  return new UsageError(`--${flag} ${file}: ${why}`, {
    code: 'usage.unreadable_file',
    hint: 'give a YAML file with a line for each name: NAME: value',
  })
}
