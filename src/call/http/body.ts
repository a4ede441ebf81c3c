/** The bytes of a request's body. */

import { readFile } from 'node:fs/promises'
import { basename, extname } from 'node:path'
import type { OutgoingBody } from './exchange.js'

/** The kinds of file that Logto takes (images, and zip archives of a sign-in page). */
const contentTypes: Readonly<Record<string, string>> = {
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.png': 'image/png',
  '.gif': 'image/gif',
  '.ico': 'image/vnd.microsoft.icon',
  '.svg': 'image/svg+xml',
  '.tif': 'image/tiff',
  '.tiff': 'image/tiff',
  '.webp': 'image/webp',
  '.bmp': 'image/bmp',
  '.zip': 'application/zip',
}

/**
 * Encodes a body once, so that every try sends the same bytes. A file is read whole: Logto takes at most 20 MB.
 * @throws what reading the file throws; the caller has looked before that it is there.
 */
export async function encodeBody(body: OutgoingBody): Promise<{ bytes: Uint8Array; contentType: string }> {
  if (body.kind === 'text') return { bytes: Buffer.from(body.text), contentType: body.contentType }
  const type = body.contentType ?? uploadType(body.path)
  const form = new FormData()
  form.append(body.field, new Blob([await readFile(body.path)], { type }), basename(body.path))
  const encoded = new Response(form)
  return {
    bytes: new Uint8Array(await encoded.arrayBuffer()),
    contentType: encoded.headers.get('content-type') ?? 'multipart/form-data',
  }
}

/** The content type of a file to upload, by its name. */
export function uploadType(path: string): string {
  return contentTypes[extname(path).toLowerCase()] ?? 'application/octet-stream'
}
