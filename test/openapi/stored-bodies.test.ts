/** What the server does with a body, as marks in the documents. */
import { describe, expect, it } from 'vitest'
import { namesThatAreKnown } from '../../src/call/facts/repairs/examples.js'
import { requiredOtherwise, requiredUnlessOld } from '../../src/call/facts/repairs/required.js'
import {
  droppedProperties,
  halfMadeObjects,
  keepingPuts,
  mergingProperties,
} from '../../src/call/facts/repairs/stored-bodies.js'
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

  it('has what the server wants unless an old property is given, and samples of what it checks', () => {
    const events = mendBody(requiredUnlessOld, { ...object, properties: { events: object } }, 'CreateHook')
    expect(events.schema.properties?.events).toHaveProperty('x-logto-wanted', true)
    const gone = mendBody(requiredUnlessOld, { ...object, properties: {} }, 'CreateHook')
    expect(gone.result.stale).toContain('CreateHook has no events any more')
    const sample = { ...object, properties: { contextSample: object } }
    const { schema } = mendBody(namesThatAreKnown, sample, 'UpsertJwtCustomizer')
    expect(schema.properties?.contextSample).toHaveProperty('x-logto-example', { user: {} })
  })

  it('is made by some POSTs that are refused', () => {
    const body = { ...object, properties: { name: text, scopeIds: object } }
    const documents = documentsWith({ operationId: 'CreateRole', ...taking(body) })
    mend(halfMadeObjects, documents)
    expect(operation(documents)['x-logto-made-anyway']).toEqual({ by: 'name', despite: 'scopeIds' })
    const gone = mendBody(halfMadeObjects, { ...object, properties: { name: text } }, 'CreateRole')
    expect(gone.result.stale).toContain('CreateRole has no name or scopeIds any more')
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
