import { ownProperty } from '../../../call/request/schema.js'
import type { Kind } from '../model/kind.js'
import type { Row } from '../model/row.js'

export const emailTemplates: Kind = {
  name: 'email-templates',
  noun: 'e-mail template',
  place: { file: 'email-templates' },
  reads: {
    list: 'email-templates list',
    get: 'email-templates get',
    adapt: ({ details, ...row }) => ({ ...row, ...(details as Row | undefined) }),
  },
  key: { of: ({ languageTag, templateType }) => `${languageTag} ${templateType}` },
  writes: {
    create: 'email-templates upsert',
    change: 'email-templates upsert',
    remove: 'email-templates delete',
    whole: true,
    body(details, { key }) {
      const [languageTag, templateType] = key.split(' ')
      return { templates: [{ languageTag, templateType, details }] }
    },
    at(body) {
      const item = ownProperty(body, 'templates')?.items
      return item && ownProperty(item, 'details')
    },
  },
  texts: { content: 'html' },
  phase: 72,
}
