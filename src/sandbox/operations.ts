import { readFile } from 'node:fs/promises'
import type { OperationSchema } from '../call/request/schema.js'

export type { BodySchema as Schema } from '../call/request/schema.js'

/** One operation of the index: enough to route a request to it. */
export interface Entry {
  command: string
  api: 'management' | 'experience' | 'user'
  method: string
  /** Path template, such as `/api/users/{userId}`. */
  path: string
  /** The template without the parameters' names: `/api/users/{}`. */
  shape: string
}

/** The generated operations: the index at once, each schema when its operation is first used. */
export class Operations {
  readonly #loaded = new Map<string, Promise<OperationSchema>>()

  private constructor(
    private readonly folder: URL,
    readonly entries: readonly Entry[],
  ) {}

  /** Reads `index.json` of the folder; throws the file system's error when it is not there. */
  static async open(folder: URL): Promise<Operations> {
    const base = new URL(folder.href.endsWith('/') ? folder.href : `${folder.href}/`)
    const index = JSON.parse(await readFile(new URL('index.json', base), 'utf8')) as Record<
      string,
      Omit<Entry, 'command'>
    >
    const entries = Object.entries(index).map(([command, entry]) => ({
      ...entry,
      command,
      shape: entry.path.replaceAll(/\{[^}]+\}/g, '{}'),
    }))
    return new Operations(base, entries)
  }

  schema(entry: Entry): Promise<OperationSchema> {
    const file = `${entry.command.replace(' ', '/')}.json`
    const loaded =
      this.#loaded.get(file) ?? readFile(new URL(file, this.folder), 'utf8').then((text) => JSON.parse(text))
    this.#loaded.set(file, loaded)
    return loaded
  }
}
