import { isPlainObject } from '../../../base/value-path.js'
import { inFull } from '../model/forms.js'
import type { Part } from '../model/part.js'

const command = 'apps replace-sign-in-experience'

const named = {
  type: 'object',
  properties: {
    color: {
      type: 'object',
      properties: {
        primaryColor: { type: 'string' },
        isDarkModeEnabled: { type: 'boolean' },
        darkPrimaryColor: { type: 'string' },
      },
    },
    branding: {
      type: 'object',
      properties: {
        logoUrl: { type: 'string' },
        darkLogoUrl: { type: 'string' },
        favicon: { type: 'string' },
        darkFavicon: { type: 'string' },
      },
    },
    customCss: { type: ['string', 'null'] },
    displayName: { type: ['string', 'null'] },
    termsOfUseUrl: { type: ['string', 'null'] },
    privacyPolicyUrl: { type: ['string', 'null'] },
  },
}

/**
 * The look of the sign-in pages for one application. Logto cannot delete it: one in which nothing is set counts as none,
 * and taking it away sets nothing in it.
 */
export const applicationExperience: Part = {
  property: 'signInExperience',
  schema: named,
  read(row) {
    const value = row.signInExperience
    return isPlainObject(value) && isSet(value) ? inFull(value, named) : null
  },
  phase: () => 90,
  async write({ api, ids, to }) {
    const given = isPlainObject(to) ? to : {}
    const texts = ['customCss', 'displayName', 'termsOfUseUrl', 'privacyPolicyUrl']
    await api.write(command, ids, {
      color: withoutNull(given.color),
      branding: withoutNull(given.branding),
      ...Object.fromEntries(texts.map((name) => [name, given[name] ?? null])),
    })
  },
}

function isSet(value: unknown): boolean {
  if (!isPlainObject(value)) return value !== null && value !== undefined && value !== ''
  return Object.entries(value).some(([name, part]) =>
    name in named.properties || !('color' in value) ? isSet(part) : false,
  )
}

function withoutNull(value: unknown): Record<string, unknown> {
  return isPlainObject(value) ? Object.fromEntries(Object.entries(value).filter(([, part]) => part !== null)) : {}
}
