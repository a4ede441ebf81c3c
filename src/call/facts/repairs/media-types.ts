import { operationsOf } from './document.js'
import { findOperation, type Repair } from './repair.js'

/** Uploads are declared by the prose alone: a `file` without a type, not required. It is one file, and needed. */
export const untypedUploads: Repair = {
  name: 'uploads without a type',
  apply(documents, log) {
    for (const { operation } of operationsOf(documents)) {
      const body = operation.requestBody
      const upload = body?.content['multipart/form-data']
      if (!body || !upload) continue
      body.required = true
      upload.schema = { type: 'object', properties: { file: { type: 'string', format: 'binary' } }, required: ['file'] }
      log.mend()
    }
  },
}

const textAnswers: Readonly<Record<string, string>> = {
  ListSamlApplicationMetadata: 'text/xml',
  GetSamlApplicationCallback: 'text/html',
}

/** Logto's generator gives every answer as JSON; these are a metadata file and a form that submits itself. */
export const textAnswersAsJson: Repair = {
  name: 'text answers declared as JSON',
  apply(documents, log) {
    for (const [operationId, contentType] of Object.entries(textAnswers)) {
      const answer = findOperation(documents, operationId, log)?.operation.responses['200']
      if (!answer?.content?.['application/json']) {
        log.miss(`${operationId} no longer claims to answer JSON`)
        continue
      }
      answer.content = { [contentType]: { schema: { type: 'string' } } }
      log.mend()
    }
  },
}

/** The SAML endpoints that identity providers post to take a form (the SAML bindings), though only JSON is declared. */
export const formsDeclaredAsJson: Repair = {
  name: 'forms declared as JSON only',
  apply(documents, log) {
    for (const operationId of ['AssertSaml', 'AssertSingleSignOnSaml']) {
      const content = findOperation(documents, operationId, log)?.operation.requestBody?.content
      const json = content?.['application/json']
      if (!content || !json || content['application/x-www-form-urlencoded']) {
        log.miss(`${operationId} declares a form by now`)
        continue
      }
      content['application/x-www-form-urlencoded'] = structuredClone(json)
      log.mend()
    }
  },
}
