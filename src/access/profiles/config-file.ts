import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { UsageError } from '../../base/errors.js'
import { changeFile } from './change-file.js'
import { configFolder } from './config-folder.js'
import { checkConfiguration } from './config-shape.js'
import { parseJsonFile } from './json-text.js'
import type { Configuration } from './profile.js'

/** The user's profiles, without their secrets: `config.json` in the configuration folder. */
export class ConfigFile {
  readonly folder: string
  readonly path: string

  constructor(env: NodeJS.ProcessEnv) {
    this.folder = configFolder(env)
    this.path = join(this.folder, 'config.json')
  }

  /**
   * What the file says; no file is an empty configuration. Throws a UsageError that names path and line for one that
   * cannot be understood, and for one that a newer version of this program has written.
   */
  async read(): Promise<Configuration> {
    const text = this.text()
    if (text === undefined) return { version: 1, profiles: {} }
    const value = await parseJsonFile(text, this.path, 'correct the file, or remove it and sign in again')
    return checkConfiguration(value, text, this.path)
  }

  /**
   * Changes the configuration, alone among all processes, and returns it. `change` alters what it is given; when it
   * throws, the file stays as it was.
   */
  async update(change: (configuration: Configuration) => void): Promise<Configuration> {
    let configuration: Configuration = { version: 1, profiles: {} }
    await changeFile(this.path, async () => {
      configuration = await this.read()
      change(configuration)
      const text = `${JSON.stringify(configuration, null, 2)}\n`
      await checkConfiguration(configuration, text, this.path)
      return text
    })
    return configuration
  }

  private text(): string | undefined {
    try {
      return readFileSync(this.path, 'utf8')
    } catch (cause) {
      const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown'
      if (code === 'ENOENT') return undefined
      throw new UsageError(`${this.path} cannot be read (${code})`, {
        code: 'config.unreadable',
        hint: 'check that it is a file of yours, or choose another folder with LOGTO_CONFIG_DIR',
        cause,
      })
    }
  }
}
