import { readFileSync } from 'node:fs'
import { type Document, type DocumentedOperation, documentedOperations } from '../src/call/facts/maker/documents.js'

/** Every operation of the three documents that are stored in `folder`, in their order. */
export function storedOperations(folder: URL): DocumentedOperation[] {
  const read = (api: string) => JSON.parse(readFileSync(new URL(`${api}.json`, folder), 'utf8')) as Document
  return documentedOperations({ management: read('management'), experience: read('experience'), user: read('user') })
}
