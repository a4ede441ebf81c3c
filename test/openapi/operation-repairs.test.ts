import { describe, expect, it } from 'vitest'
import { emptyAnswersAsJson, undescribedAnswers } from '../../src/call/facts/repairs/answers.js'
import { type Documents, operationsOf } from '../../src/call/facts/repairs/document.js'
import { undeclaredHeaders } from '../../src/call/facts/repairs/headers.js'
import { formsDeclaredAsJson, textAnswersAsJson, untypedUploads } from '../../src/call/facts/repairs/media-types.js'
import { unsaidPaging } from '../../src/call/facts/repairs/paging.js'
import { repeatableSearch, unboundedCounts, undeclaredQuery } from '../../src/call/facts/repairs/query-parameters.js'
import {
  accountToken,
  anonymousOperations,
  interactionCookie,
  optionalToken,
} from '../../src/call/facts/repairs/security.js'
import { statusThatNeverComes, undeclaredStatus } from '../../src/call/facts/repairs/statuses.js'
import { answering, documentsWith, mend, operation, taking } from './sample-documents.js'

const page = { name: 'page_size', in: 'query' as const, schema: { type: 'integer' as const, minimum: 1, default: 20 } }

describe('query parameters', () => {
  it('declares what is not declared, and reports what is by now', () => {
    const documents = documentsWith({ operationId: 'ListUsers', parameters: [{ name: 'excludeRoleId', in: 'query' }] })
    expect(mend(undeclaredQuery, documents).stale).toEqual(['ListUsers declares excludeRoleId by now'])
    expect(operation(documents).parameters?.map((entry) => 'name' in entry && entry.name)).toEqual([
      'excludeRoleId',
      'excludeOrganizationId',
      'includePasswordHash',
    ])
  })

  it('reports an operation that is gone', () => {
    expect(mend(undeclaredQuery, documentsWith()).stale).toEqual(['there is no operation ListUsers'])
  })

  it('bounds counts and keeps their default', () => {
    const documents = documentsWith({
      parameters: [structuredClone(page), { name: 'limit', in: 'query', schema: { type: 'number', default: 20 } }],
    })
    mend(unboundedCounts, documents)
    const bounded = { type: 'integer', minimum: 1, maximum: 100, default: 20 }
    expect(operation(documents).parameters).toMatchObject([{ schema: bounded }, { schema: bounded }])
  })

  it('lets a search key be repeated', () => {
    const documents = documentsWith({
      parameters: [{ name: 'search_params', in: 'query', schema: { type: 'object' } }],
    })
    mend(repeatableSearch, documents)
    expect(operation(documents).parameters).toMatchObject([
      {
        style: 'form',
        explode: true,
        schema: { additionalProperties: { anyOf: [{ type: 'string' }, { type: 'array' }] } },
      },
    ])
  })

  it('says whether a list always comes in pages; an unknown one counts as such and is reported', () => {
    const paged = (operationId: string) => ({ operationId, parameters: [structuredClone(page)] })
    const documents = documentsWith(paged('ListUsers'), paged('ListHooks'), paged('ListNews'), {
      operationId: 'ListDomains',
    })
    const { stale } = mend(unsaidPaging, documents)
    expect([0, 1, 2, 3].map((index) => operation(documents, index)['x-logto-paging'])).toEqual([
      'required',
      'optional',
      'required',
      undefined,
    ])
    expect(stale).toContain('ListNews is paged and in neither list: taken as always paged')
    expect(stale).toContain('ListRoles is no longer paged')
  })
})

describe('headers', () => {
  it('are declared on account, experience and Hasura operations, once', () => {
    const documents = documentsWith({ operationId: 'GetHasuraAuth' }, { operationId: 'ListUsers' })
    documents.experience.paths['/api/experience'] = { put: { operationId: 'InitInteraction', responses: {} } }
    documents.user.paths['/api/my-account/password'] = { post: { operationId: 'UpdatePassword', responses: {} } }
    mend(undeclaredHeaders, documents)
    expect(headersOf(documents)).toEqual({
      GetHasuraAuth: ['expected-role'],
      ListUsers: [],
      InitInteraction: ['Logto-App-Id'],
      UpdatePassword: ['logto-verification-id'],
    })
    expect(mend(undeclaredHeaders, documents).stale).toContain('UpdatePassword declares logto-verification-id by now')
  })
})

function headersOf(documents: Documents): Record<string, string[]> {
  const entries = [...operationsOf(documents)].map(({ operation: { operationId, parameters = [] } }) => {
    const headers = parameters.flatMap((entry) =>
      'name' in entry && entry.in === 'header' && !entry.required ? [entry.name] : [],
    )
    return [operationId, headers] as const
  })
  return Object.fromEntries(entries)
}

describe('security', () => {
  it('opens what Logto answers to anybody', () => {
    const documents = documentsWith({ operationId: 'GetSamlAuthn' })
    mend(anonymousOperations, documents)
    expect(operation(documents).security).toEqual([])
    expect(mend(anonymousOperations, documents).stale).toContain('GetSamlAuthn is declared as open by now')
  })

  it('makes the token optional where it is read if it comes', () => {
    const documents = documentsWith({ operationId: 'GetHasuraAuth', security: [] })
    mend(optionalToken, documents)
    expect(operation(documents).security).toEqual([{ OAuth2: [] }, {}])
  })

  it('asks for the cookie of the running sign-in', () => {
    const documents = documentsWith({ security: [] })
    documents.experience.paths['/api/experience'] = {
      put: { operationId: 'InitInteraction', responses: {}, security: [] },
    }
    mend(interactionCookie, documents)
    expect(documents.experience.security).toEqual([{ cookieAuth: [] }])
    expect(documents.experience.paths['/api/experience']?.put).not.toHaveProperty('security')
    expect(operation(documents).security).toEqual([])
  })

  it('asks for a signed-in user with the scopes of the operation', () => {
    const documents = documentsWith()
    documents.user.paths['/api/my-account/sessions'] = { get: { operationId: 'GetSessions', responses: {} } }
    mend(accountToken, documents)
    expect(documents.user.security).toEqual([{ OAuth2: ['openid'] }])
    expect(documents.user.paths['/api/my-account/sessions']?.get?.security).toEqual([
      { OAuth2: ['openid', 'urn:logto:scope:sessions'] },
    ])
    expect(documents.user.components.securitySchemes).toHaveProperty('OAuth2.flows.authorizationCode.scopes.identities')
  })
})

describe('media types', () => {
  it('types an upload', () => {
    const documents = documentsWith({
      requestBody: { content: { 'multipart/form-data': { schema: { properties: { file: {} } } } } },
    })
    mend(untypedUploads, documents)
    const schema = { type: 'object', properties: { file: { type: 'string', format: 'binary' } }, required: ['file'] }
    expect(operation(documents).requestBody).toEqual({ required: true, content: { 'multipart/form-data': { schema } } })
  })

  it('answers text where Logto does', () => {
    const documents = documentsWith({ operationId: 'GetSamlApplicationCallback', ...answering({}) })
    mend(textAnswersAsJson, documents)
    expect(operation(documents).responses[200]?.content).toEqual({ 'text/html': { schema: { type: 'string' } } })
  })

  it('takes a form where identity providers send one', () => {
    const documents = documentsWith({ operationId: 'AssertSaml', ...taking({ type: 'object' }) })
    mend(formsDeclaredAsJson, documents)
    expect(Object.keys(operation(documents).requestBody?.content ?? {})).toEqual([
      'application/json',
      'application/x-www-form-urlencoded',
    ])
    expect(mend(formsDeclaredAsJson, documents).stale).toContain('AssertSaml declares a form by now')
  })
})

describe('answers', () => {
  it('declares a status that comes and takes away one that never does', () => {
    const documents = documentsWith(
      { operationId: 'SubmitInteraction' },
      { operationId: 'GetSamlAuthn', responses: { 200: {}, 302: {} } },
    )
    mend(undeclaredStatus, documents)
    mend(statusThatNeverComes, documents)
    expect(Object.keys(operation(documents).responses)).toEqual(['204'])
    expect(Object.keys(operation(documents, 1).responses)).toEqual(['302'])
    expect(mend(undeclaredStatus, documents).stale).toEqual(['SubmitInteraction declares 204 by now'])
  })

  it('takes JSON away where nothing is answered, and leaves what has a schema', () => {
    const bare = { responses: { 201: { content: { 'application/json': {} } } } }
    const documents = documentsWith(bare, answering({ type: 'object' }))
    documents.user.paths['/api/my-account/x'] = { post: { operationId: 'Generate', ...structuredClone(bare) } }
    mend(emptyAnswersAsJson, documents)
    expect(operation(documents).responses[201]).toEqual({})
    expect(operation(documents, 1).responses[200]?.content).toBeDefined()
    expect(documents.user.paths['/api/my-account/x']?.post?.responses[201]?.content).toBeDefined()
  })

  it('describes an answer that is not described', () => {
    const documents = documentsWith({
      operationId: 'GenerateTotpSecret',
      responses: { 200: { content: { 'application/json': {} } } },
    })
    mend(undescribedAnswers, documents)
    expect(operation(documents).responses[200]?.content?.['application/json']?.schema?.properties).toEqual({
      secret: { type: 'string' },
    })
  })
})
