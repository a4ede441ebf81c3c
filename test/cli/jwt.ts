/** A JWT with these claims and a signature that proves nothing: the program only reads it. */
export function unsignedToken(claims: Record<string, unknown>): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${part({ alg: 'ES384', typ: 'at+jwt' })}.${part(claims)}.c2lnbmF0dXJl`
}
