import { describe, expect, it } from 'vitest'
import type { PrintOptions } from '../../../src/call/output/answer.js'
import { objectView } from '../../../src/call/output/object-view.js'
import { widthOf } from '../../../src/call/output/text-width.js'
import { optionsFor } from './capture.js'

const view = (value: unknown, width = 60, changes: Partial<PrintOptions> = {}) =>
  objectView(value, optionsFor(width, changes))

const app = {
  id: 'app_1',
  name: 'Shop 店 👍',
  secret: 'topsecret',
  description: null,
  isThirdParty: false,
  scopes: ['openid', 'profile'],
  oidcClientMetadata: {
    redirectUris: ['https://shop.example/callback', 'https://shop.example/other'],
    postLogoutRedirectUris: [],
    nested: { deep: { deeper: { on: true } } },
  },
  rules: [
    { when: 'always', effect: { do: 'x' } },
    { when: 'never', effect: {} },
  ],
  script: 'const a = 1\n\n  return a',
  bad: 'a\u001b[2Jb',
}

describe('an object on a terminal', () => {
  it('has names on the left and values on the right', () => {
    expect(`\n${view(app)}`).toMatchInlineSnapshot(`
      "
      id                  app_1
      name                Shop 店 👍
      secret              ••••
      description         –
      isThirdParty        no
      scopes              openid, profile
      oidcClientMetadata  redirectUris:
                            https://shop.example/callback,
                            https://shop.example/other
                          postLogoutRedirectUris: –
                          nested:
                            deep:
                              deeper:
                                on: yes
      rules               - when: always
                            effect:
                              do: x
                          - when: never
                            effect: {}
      script              const a = 1

                            return a
      bad                 a\\u{1b}[2Jb
      "
    `)
  })

  it('wraps to the width and cuts nothing', () => {
    const words = Array.from({ length: 60 }, (_, index) => `word${index}`).join(' ')
    const long = { id: 'x', text: words, blob: 'y'.repeat(300), nested: { more: { words } } }
    for (const width of [60, 80, 160]) {
      const lines = view(long, width).trimEnd().split('\n')
      for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(width)
      const text = lines.join('').replaceAll(' ', '')
      expect(text.split(words.replaceAll(' ', ''))).toHaveLength(3)
      expect(text).toContain('y'.repeat(300))
    }
  })

  it('shows the columns asked for, else the default ones', () => {
    expect(
      view(app, 60, { columns: ['name', 'oidcClientMetadata.nested.deep.deeper.on'], defaultColumns: ['id'] }),
    ).toBe('name                            Shop 店 👍\noidcClientMetadata.nested.dee…  yes\n')
    expect(view(app, 60, { defaultColumns: ['id', 'isThirdParty'] })).toBe('id            app_1\nisThirdParty  no\n')
  })

  it('shows everything when it has none of the default columns', () => {
    expect(view({ other: 1 }, 60, { defaultColumns: ['id'] })).toBe('other  1\n')
  })

  it('masks secrets unless told otherwise', () => {
    expect(view(app)).not.toContain('topsecret')
    expect(view(app, 60, { reveals: true })).toContain('topsecret')
    expect(view(app, 60, { showSecrets: true })).toContain('topsecret')
  })

  it('shows values that are no objects', () => {
    expect(view('two\nlines\u001b')).toBe('two\nlines\\u{1b}\n')
    expect(view(true)).toBe('yes\n')
    expect(view(null)).toBe('–\n')
    expect(view({})).toBe('value  {}\n')
  })

  it('goes no deeper than there is room for', () => {
    const deep = Array.from({ length: 300 }).reduce<unknown>((inner) => ({ inner }), 1)
    const lines = view({ deep }, 60).trimEnd().split('\n')
    for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(60)
    expect(lines.join('').replaceAll(' ', '')).toContain('{"inner":{"inner":')
  })
})
