import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { UsageError } from '../../base/errors.js'
import type { ApiName } from '../../call/facts/repairs/document.js'
import { longestDocument } from '../../call/refreshed/sound-document.js'

/**
 * The text of one of the documents in a folder: `management.json` or `management.openapi.json`, and so on. Throws a
 * UsageError for a file that is not there, cannot be read, or is far larger than a document of Logto's.
 */
export async function folderDocument(folder: string, api: ApiName): Promise<{ source: string; text: string }> {
  for (const name of [`${api}.json`, `${api}.openapi.json`]) {
    const source = join(folder, name)
    try {
      if ((await stat(source)).size > longestDocument) {
        throw new UsageError(`${source} is larger than 8 MB`, {
          code: 'openapi.too_large',
          hint: 'no document of Logto has that size: is it another file?',
        })
      }
      return { source, text: await readFile(source, 'utf8') }
    } catch (error) {
      if (error instanceof UsageError) throw error
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
        throw new UsageError(`cannot read ${source}: ${(error as Error).message}`, {
          code: 'openapi.unreadable',
          hint: 'name a folder that holds the three documents',
          cause: error,
        })
      }
    }
  }
  throw new UsageError(`${folder} holds neither ${api}.json nor ${api}.openapi.json`, {
    code: 'openapi.missing',
    hint: 'Name a folder that holds the management, experience and user documents.',
  })
}
