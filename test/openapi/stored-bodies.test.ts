/** What the server does with a body, as marks in the documents. */
import { describe, expect, it } from 'vitest'
import { requiredOtherwise } from '../../openapi/repairs/required.js'
import { droppedProperties, keepingPuts, mergingProperties } from '../../openapi/repairs/stored-bodies.js'
import { documentsWith, mend, mendBody, operation, taking } from './sample-documents.js'

const text = { type: 'string' } as const
const object = { type: 'object' } as const

describe('a body on the server', () => {
  it('loses the tenant of every operation, and the time of creation of some', () => {
    const body = { ...object, properties: { tenantId: text, createdAt: text, name: text } }
    expect(Object.keys(mendBody(droppedProperties, body).schema.properties ?? {})).toEqual(['createdAt', 'name'])
    const hook = mendBody(droppedProperties, body, 'CreateHook')
    expect(Object.keys(hook.schema.properties ?? {})).toEqual(['name'])
    const union = mendBody(droppedProperties, { oneOf: [body] }).schema.oneOf?.[0]
    expect(union?.properties).not.toHaveProperty('tenantId')
  })

  it('has objects that are laid over the stored ones', () => {
    const body = { ...object, properties: { customData: { ...object }, acsUrl: { ...object } } }
    const { schema } = mendBody(mergingProperties, body, 'UpdateSamlApplication')
    expect(schema.properties).toEqual({ customData: { ...object, 'x-logto-merges': true }, acsUrl: object })
    const gone = mendBody(mergingProperties, { ...object, properties: {} }, 'UpdateSamlApplication')
    expect(gone.result.stale).toContain('UpdateSamlApplication has no customData any more')
  })

  it('of some PUTs leaves the rest as it is', () => {
    const documents = documentsWith({ operationId: 'ReplaceEmailTemplates', ...taking(object) }, taking(object))
    mend(keepingPuts, documents)
    expect([0, 1].map((at) => operation(documents, at)['x-logto-keeps'])).toEqual([true, undefined])
  })

  it('requires what the server requires', () => {
    const customizer = mendBody(requiredOtherwise, { ...object, properties: { script: text } }, 'UpdateJwtCustomizer')
    expect(customizer.schema.required).toEqual(['script'])
    const links = { ...object, required: ['termsOfUseUrl'], properties: { termsOfUseUrl: text } }
    expect(mendBody(requiredOtherwise, links, 'ReplaceApplicationSignInExperience').schema).not.toHaveProperty(
      'required',
    )
    const mended = mendBody(requiredOtherwise, { ...object, required: ['script'] }, 'UpdateJwtCustomizer')
    expect(mended.result.stale).toContain('UpdateJwtCustomizer says by now what it requires')
  })
})
