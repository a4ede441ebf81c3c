import { secretMask, secretTexts } from '../../base/secret-names.js'
import type { Answer } from '../http/exchange.js'
import type { ApiRequest } from '../request/request.js'

/** The secret texts that a request carries in its body. */
export function secretsIn({ body }: ApiRequest): string[] {
  return body === undefined || body.kind === 'file' ? [] : secretTexts(body.value)
}

/** A refusal without the secrets that it repeats: Logto says `Token … not found`. Error codes stay as they are. */
export function withoutSecrets(answer: Answer, secrets: readonly string[]): Answer {
  if (answer.status < 400 || !secrets.some((secret) => answer.text.includes(secret))) return answer
  const hidden = (text: string) => secrets.reduce((rest, secret) => rest.replaceAll(secret, secretMask), text)
  const inValues = (name: string, value: unknown) =>
    typeof value !== 'string' || (name === 'code' && !secrets.includes(value)) ? value : hidden(value)
  try {
    return { ...answer, text: JSON.stringify(JSON.parse(answer.text, inValues)) }
  } catch {
    return { ...answer, text: hidden(answer.text) }
  }
}
