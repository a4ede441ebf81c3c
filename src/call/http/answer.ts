/** Turns the bytes of an answer into what the program reads. */

import type { Answer } from './exchange.js'
import type { WireAnswer } from './one-try.js'

/** How answers may be packed; without it a server could choose any way (RFC 9110, 12.5.3). */
export const acceptedEncoding = 'gzip'

/**
 * Unpacks and decodes an answer.
 * @throws when a packed body is damaged.
 */
export async function readAnswer(
  { status, headers, body }: WireAnswer,
  facts: Pick<Answer, 'tries' | 'unclear'>,
): Promise<Answer> {
  const isPacked = /^(x-)?gzip$/i.test(String(headers['content-encoding'] ?? '')) && body.length > 0
  const requestId = headers['logto-core-request-id']
  return {
    status,
    headers,
    text: new TextDecoder().decode(isPacked ? await unpack(body) : body),
    ...(typeof requestId === 'string' && { requestId }),
    ...facts,
  }
}

async function unpack(body: Buffer): Promise<Buffer> {
  const { gunzip } = await import('node:zlib')
  return new Promise((resolve, reject) => {
    gunzip(body, (error, bytes) => (error === null ? resolve(bytes) : reject(error)))
  })
}
