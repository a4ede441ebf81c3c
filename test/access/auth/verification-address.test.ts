import { describe, expect, it } from 'vitest'
import { openable } from '../../../src/access/auth/verification-address.js'

const tokenUrl = new URL('https://admin.acme.test:3002/oidc/token')

describe('an address to open in a browser', () => {
  it.each(['https://admin.acme.test:3002/device?user_code=A-B', 'https://ADMIN.acme.test:3002/'])('%s', (address) => {
    expect(openable(address, tokenUrl)?.origin).toBe('https://admin.acme.test:3002')
  })

  it.each([
    'http://admin.acme.test:3002/device',
    'https://admin.acme.test/device',
    'https://admin.acme.test:3002.evil.test/device',
    'https://admin.acme.test:3002@evil.test/device',
    'https://user:pass@admin.acme.test:3002/device',
    'https://evil.test/device',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'data:text/html,hi',
    'vscode://admin.acme.test:3002/',
    '--help',
    '/device',
    '',
  ])('is not %s', (address) => {
    expect(openable(address, tokenUrl)).toBeUndefined()
  })

  it('is given in the one spelling of a URL, without control characters', () => {
    expect(openable('https://admin.acme.test:3002/de\nvice\u001b[2J', tokenUrl)?.href).toBe(
      'https://admin.acme.test:3002/device%1B[2J',
    )
  })
})
