import { findOperation, type Repair } from './repair.js'

/** Success answers that Logto gives and the document does not declare. */
const undeclared: readonly [operationId: string, status: string][] = [['SubmitInteraction', '204']]

/** The status comes from what the handler does, which Logto's generator cannot see. */
export const undeclaredStatus: Repair = {
  name: 'undeclared success status',
  apply(documents, log) {
    for (const [operationId, status] of undeclared) {
      const responses = findOperation(documents, operationId, log)?.operation.responses
      if (!responses || responses[status]) {
        log.miss(`${operationId} declares ${status} by now`)
        continue
      }
      responses[status] = {}
      log.mend()
    }
  },
}

/** The SAML sign-in endpoints always redirect; their 200 with empty JSON is the generator's default. */
export const statusThatNeverComes: Repair = {
  name: 'success status that never comes',
  apply(documents, log) {
    for (const operationId of ['GetSamlAuthn', 'CreateSamlAuthn']) {
      const responses = findOperation(documents, operationId, log)?.operation.responses
      if (!responses?.['200'] || !responses['302']) {
        log.miss(`${operationId} no longer declares both 200 and 302`)
        continue
      }
      delete responses['200']
      log.mend()
    }
  },
}

/** Operations of which a no is answered with a status of its own, and with a body like that of a yes. */
const answering: readonly [operationId: string, status: string][] = [
  ['CheckPasswordWithDefaultSignInExperience', '400'],
]

/** Gives the refusal the schema of the success: its body is the result. */
export const refusalsThatAnswer: Repair = {
  name: 'refusals whose body is the result',
  apply(documents, log) {
    for (const [operationId, status] of answering) {
      const responses = findOperation(documents, operationId, log)?.operation.responses
      const success = responses?.['200']?.content
      if (!responses || !success || responses[status]?.content) {
        log.miss(`${operationId} describes its ${status} by now`)
        continue
      }
      responses[status] = { content: structuredClone(success) }
      log.mend()
    }
  },
}
