/** Reads a web address that a server sent; undefined for any other kind, and for one that carries credentials. */
export function webAddress(text: string): URL | undefined {
  if (!URL.canParse(text)) return undefined
  const url = new URL(text)
  const isWeb = url.protocol === 'https:' || url.protocol === 'http:'
  return isWeb && !url.username && !url.password ? url : undefined
}

/**
 * The address if it may be opened in a browser: http or https, and on the very origin of the tenant's token endpoint.
 * A server must not be able to start another program, nor to lead elsewhere.
 */
export function openable(address: URL | string, tokenUrl: URL): URL | undefined {
  const url = webAddress(String(address))
  return url?.origin === tokenUrl.origin ? url : undefined
}
