import { Readable } from 'node:stream'
import { json } from 'node:stream/consumers'
import type { KoaContextWithOIDC } from 'oidc-provider'
import { isRow } from '../shape.js'

/**
 * Logto reads JSON where RFC 6749 has a form: a JSON body is handed on as the form that says the same. What is no
 * object becomes an empty form, which is refused.
 */
export async function jsonAsForm(context: KoaContextWithOIDC, next: () => Promise<void>): Promise<void> {
  if (context.method === 'POST' && context.is('application/json')) {
    const body = await json(context.req).catch(() => undefined)
    const form = new URLSearchParams(isRow(body) ? (body as Record<string, string>) : {}).toString()
    const { headers } = context.request
    headers['content-type'] = 'application/x-www-form-urlencoded'
    headers['content-length'] = String(Buffer.byteLength(form))
    // The library reads the stream; everything else of the request stays what it is.
    Object.assign(context, { req: Readable.from([Buffer.from(form)], { objectMode: false }) })
  }
  await next()
}
