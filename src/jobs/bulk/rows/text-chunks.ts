import { createReadStream } from 'node:fs'
import type { Readable } from 'node:stream'
import { reason } from '../../../call/request/sources.js'
import { decoderFor } from './decode.js'
import { inputFault } from './row.js'

const pieceBytes = 16 * 1024

/**
 * The text of a file, piece by piece: unpacked where it is gzip, decoded strictly. No piece is empty, and none ends
 * between a CR and its LF. Throws a UsageError for what cannot be read, unpacked or decoded.
 */
export async function* textChunks(path: string, encoding: string | undefined): AsyncGenerator<string> {
  let held = ''
  for await (const text of decoded(path, encoding)) {
    const ready = held + text
    held = ready.endsWith('\r') ? '\r' : ''
    const piece = ready.slice(0, ready.length - held.length)
    if (piece !== '') yield piece
  }
  if (held !== '') yield held
}

async function* decoded(path: string, encoding: string | undefined): AsyncGenerator<string> {
  let decoder: Awaited<ReturnType<typeof decoderFor>> | undefined
  for await (const bytes of unpacked(path)) {
    decoder ??= await decoderFor(bytes, encoding)
    yield decoder.write(bytes)
  }
  if (decoder) yield decoder.end()
}

/** The bytes of a file, unpacked where they are gzip (RFC 1952). */
async function* unpacked(path: string): AsyncGenerator<Buffer> {
  const file = createReadStream(path, { highWaterMark: pieceBytes })
  try {
    let bytes: AsyncIterable<Buffer> = file
    if (await isGzip(file)) {
      const { createGunzip } = await import('node:zlib')
      bytes = file.pipe(createGunzip({ chunkSize: pieceBytes }))
      file.on('error', (error) => (bytes as unknown as Readable).destroy(error))
    }
    for await (const piece of bytes) yield piece
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? ''
    if (!/^(Z_|E[A-Z]+$)/.test(code)) throw error
    const why = code.startsWith('Z_') ? 'it is gzip, and damaged' : reason(error)
    throw inputFault('unreadable', `cannot read ${path}: ${why}`, 'check the file', error)
  } finally {
    file.destroy()
  }
}

async function isGzip(file: Readable): Promise<boolean> {
  const first: Buffer | null = await new Promise((resolve, reject) => {
    const look = () => {
      file.off('readable', look)
      file.off('error', reject)
      const piece = file.read() as Buffer | null
      resolve(piece)
    }
    file.on('readable', look)
    file.once('error', reject)
  })
  if (first) file.unshift(first)
  return first?.[0] === 0x1f && first[1] === 0x8b
}
