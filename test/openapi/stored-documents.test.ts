import { describe, expect, it } from 'vitest'
import { checkDocuments } from '../../generate/check-document.js'
import { type Operation, operationsOf, parameterOf, type Schema } from '../../src/call/facts/repairs/document.js'
import { schemasOf } from '../../src/call/facts/repairs/schema-walk.js'
import { loadDocuments, storedFolder } from './reference.js'

const documents = loadDocuments(storedFolder)
const schemas = [...schemasOf(documents)]
const places = [...operationsOf(documents)]

function operation(id: string): Operation {
  const found = places.find((place) => place.operation.operationId === id)
  if (!found) throw new Error(`no operation ${id}`)
  return found.operation
}

function body(id: string): Schema {
  const schema = operation(id).requestBody?.content['application/json']?.schema
  if (!schema) throw new Error(`${id} takes no JSON`)
  return schema
}

describe('the stored documents, mended', () => {
  it('are valid OpenAPI 3.0, references, path parameters and security schemes included', async () => {
    expect(await checkDocuments(documents)).toEqual([])
  })

  it('hold standard formats, bare patterns, and types beside no union', () => {
    expect(new Set(schemas.flatMap(({ schema }) => schema.format ?? []))).toEqual(
      new Set(['binary', 'date-time', 'email']),
    )
    for (const { schema } of schemas) if (schema.pattern) expect(() => new RegExp(schema.pattern ?? '')).not.toThrow()
    expect(schemas.filter(({ schema }) => schema.pattern?.startsWith('/'))).toEqual([])
    expect(
      schemas.filter(({ schema }) => (schema.oneOf ?? schema.anyOf) && (schema.type || schema.properties)),
    ).toEqual([])
  })

  it('keep oneOf for branches that a literal tells apart', () => {
    for (const { schema } of schemas) {
      const [first, ...others] = schema.oneOf ?? []
      if (!first) continue
      const literals = Object.entries(first.properties ?? {}).filter(([, { enum: values }]) => values?.length === 1)
      const apart = literals.some(([name]) => others.every((other) => other.properties?.[name]?.enum?.length === 1))
      expect(apart, JSON.stringify(schema).slice(0, 200)).toBe(true)
    }
  })

  it.each([
    ['CreateUserMfaVerification', 'type', ['Totp', 'BackupCode']],
    ['AddMfaVerification', 'type', ['WebAuthn', 'Totp', 'BackupCode']],
    ['AddUserProfile', 'type', ['username', 'password', 'email', 'phone', 'social', 'extraProfile']],
    ['TestJwtCustomizer', 'tokenType', ['access-token', 'client-credentials']],
  ])('%s is told apart by %s', (id, name, values) => {
    expect(body(id).oneOf?.map((branch) => branch.properties?.[name]?.enum?.[0])).toEqual(values)
  })

  it('take null and any text for what a user update clears', () => {
    const { properties } = body('UpdateUser')
    for (const name of ['username', 'primaryEmail', 'primaryPhone', 'name', 'avatar']) {
      expect(properties?.[name]).toEqual({ type: 'string', nullable: true })
    }
  })

  it('type redirect URIs, ACS URLs, account deletion and verification files as they are', () => {
    const metadata = body('CreateApplication').properties?.oidcClientMetadata
    expect(metadata?.properties?.redirectUris).toEqual({ type: 'array', items: { type: 'string' } })
    expect(body('CreateSamlApplication').properties?.acsUrl).toMatchObject({ type: 'object', nullable: true })
    expect(body('UpdateAccountCenterSettings').properties?.deleteAccountUrl).toEqual({
      type: 'string',
      nullable: true,
    })
    expect(body('ReplaceDomainVerificationFiles').properties?.verificationFiles?.type).toBe('array')
  })

  it('require only what Logto requires', () => {
    expect(body('CreateOrganizationRole').required).toEqual(['name'])
    expect(body('CreateOrganizationInvitation').required).not.toContain('messagePayload')
    expect(body('CreateSamlApplication').required).toEqual(['name'])
    expect(operation('CreateSsoConnectorSigningKey').requestBody?.required).toBe(false)
    expect(operation('CreateUser').requestBody?.required).toBe(false)
    expect(operation('CreateRole').requestBody?.required).toBe(true)
  })

  it('describe the bodies of token customizers and the tree of phrases', () => {
    expect(Object.keys(body('UpsertJwtCustomizer').properties ?? {})).toContain('blockIssuanceOnError')
    expect(body('UpsertJwtCustomizer').required).toEqual(['script'])
    expect(body('UpdateJwtCustomizer').required).toEqual(['script'])
    expect(documents.management.components.schemas?.TranslationObject?.additionalProperties).toBeDefined()
  })

  it('mark what is accepted and ignored, and nothing else', () => {
    const ignored = schemas.flatMap(({ schema, operationId, names }) =>
      schema['x-logto-ignored'] ? [`${operationId} ${names.join('.')}`] : [],
    )
    expect(ignored.sort()).toEqual([
      'CreateHookTest event',
      'TestJwtCustomizer payload',
      'TestJwtCustomizer payload',
      'UpdateResource indicator',
      'VerifyVerificationBySocial verificationId',
    ])
  })

  it('bound every page size and say how each list is paged', () => {
    const paged = places.filter(({ api, operation: { parameters } }) =>
      parameters?.some((entry) => parameterOf(documents[api], entry)?.name === 'page_size'),
    )
    expect(paged.length).toBe(29)
    for (const { api, operation: each } of paged) {
      expect(each['x-logto-paging'], each.operationId).toMatch(/^(required|optional)$/)
      const size = each.parameters
        ?.map((entry) => parameterOf(documents[api], entry))
        .find((entry) => entry?.name === 'page_size')
      expect(size?.schema?.maximum).toBe(100)
    }
  })

  it('say who may call: a token, a cookie, a user, anybody', () => {
    const open = places
      .filter(({ operation: { security } }) => security?.length === 0)
      .map(({ operation: { operationId } }) => operationId)
    expect(open.sort()).toEqual([
      'AssertSaml',
      'AssertSingleSignOnSaml',
      'CreateSamlAuthn',
      'GetSamlApplicationCallback',
      'GetSamlAuthn',
      'GetSignInExperienceConfig',
      'GetSignInExperiencePhrases',
      'GetStatus',
      'GetSwaggerJson',
      'GetWellKnownAccountCenter',
      'GetWellKnownExperience',
      'GetWellKnownExperienceOpenapiJson',
      'GetWellKnownManagementOpenapiJson',
      'GetWellKnownUserOpenapiJson',
      'ListSamlApplicationMetadata',
    ])
  })

  it('declare the answers of sign-in submission, SAML and the four uploads', () => {
    expect(Object.keys(operation('SubmitInteraction').responses)).toContain('204')
    expect(Object.keys(operation('ListSamlApplicationMetadata').responses[200]?.content ?? {})).toEqual(['text/xml'])
    expect(operation('CreateSamlAuthn').responses[200]).toBeUndefined()
    const uploads = places.filter(({ operation: { requestBody } }) => requestBody?.content['multipart/form-data'])
    expect(uploads.length).toBe(4)
    for (const { operation: each } of uploads) {
      expect(each.requestBody?.content['multipart/form-data']?.schema?.properties?.file?.format).toBe('binary')
    }
  })
})
