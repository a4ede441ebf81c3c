import { readFile, stat } from 'node:fs/promises'
import { UsageError } from '../../../base/errors.js'
import { isPlainObject } from '../../../base/value-path.js'
import { reason } from '../../../call/request/sources.js'
import { readYaml } from '../../../call/request/yaml-document.js'

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

async function mapOf(file: string, flag: 'vars' | 'secrets'): Promise<Record<string, unknown>> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw cannotRead(file, flag, reason(error))
  })
  const read = readYaml(text)
  if ('fault' in read) throw cannotRead(file, flag, `${read.place}: this is no YAML`)
  const { value, retyped } = read
  if (!isPlainObject(value)) throw cannotRead(file, flag, 'it is no map of names and values')
  // A password 0123 would be the number 123.
  const [changed] = flag === 'secrets' ? retyped : []
  if (changed) {
    throw new UsageError(
      `--secrets ${file}: a value in line ${changed.line} is read as something else than is written`,
      {
        code: 'usage.retyped_secret',
        hint: 'put it in quotes',
      },
    )
  }
  return value
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
