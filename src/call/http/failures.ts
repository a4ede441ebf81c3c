/** Says in plain words why a request got no answer. */

import { type CliFailure, NetworkError, UsageError } from '../../base/errors.js'
import { type Codes, codesOf, type Diagnosis, type FailedTry, place, span, TimeUp, textOf } from './diagnosis.js'
import { diagnoseProxy } from './proxy-trouble.js'
import { isRepeatable } from './retry.js'
import { diagnoseTls } from './tls-trouble.js'

/** Explains a try that ended without an answer. */
export function diagnose(failed: FailedTry): Diagnosis {
  const codes = codesOf(failed.error)
  return (
    diagnoseProxy(failed, codes) ??
    diagnoseTls(failed, codes) ??
    diagnoseRequest(failed, codes) ??
    (failed.stage === 'connecting' ? diagnoseConnecting(failed, codes) : diagnoseExchange(failed, codes))
  )
}

/**
 * The error that the program ends with.
 * @param tries how many were made
 * @param unclear whether the server may have carried out what it never answered
 */
export function failure(
  { code, message, hint }: Diagnosis,
  tries: number,
  cause: unknown,
  unclear: boolean,
): CliFailure {
  const text = tries === 1 ? message : `${message} (${tries} tries)`
  const Failure = code.startsWith('usage.') ? UsageError : NetworkError
  return new Failure(text, { code, hint, cause, unclear })
}

/** What undici refuses to write, such as a header with a line end in its value. */
function diagnoseRequest({ error }: FailedTry, codes: Codes): Diagnosis | undefined {
  if (!codes.has('UND_ERR_INVALID_ARG')) return undefined
  return {
    code: 'usage.bad_request',
    message: `this request cannot be sent: ${textOf(error)}`,
    hint: 'check the names and values of its headers',
    lasting: true,
  }
}

function diagnoseConnecting({ url, error, timeoutMs }: FailedTry, codes: Codes): Diagnosis {
  const where = place(url)
  if (error instanceof TimeUp || codes.has('ETIMEDOUT')) {
    return {
      code: 'network.timeout',
      message: `cannot connect to ${where}${error instanceof TimeUp ? ` within ${span(timeoutMs)}` : ': it timed out'}`,
      hint: 'check the endpoint and whether a firewall stands between, or allow more time with --timeout',
    }
  }
  if (codes.has('ECONNREFUSED')) {
    return {
      code: 'network.refused',
      message: `${where} refused the connection`,
      hint: 'check the endpoint and its port, and that the server is running',
    }
  }
  if (codes.has('ENOTFOUND') || codes.has('EAI_AGAIN')) {
    return {
      code: 'network.dns',
      message: `cannot find host ${url.hostname}${codes.has('ENOTFOUND') ? '' : ': the name server does not answer'}`,
      hint: 'check the spelling of the endpoint and your network connection',
    }
  }
  return {
    code: 'network.unreachable',
    message: `cannot reach ${where} (${[...codes][0] ?? textOf(error)})`,
    hint: 'check the endpoint and your network connection',
  }
}

function diagnoseExchange({ url, method, stage, error, timeoutMs }: FailedTry, codes: Codes): Diagnosis {
  const where = place(url)
  const caution = isRepeatable(method)
    ? undefined
    : `the ${method} may have been carried out: look before you repeat it`
  if (error instanceof TimeUp) {
    return {
      code: 'network.timeout',
      message: `${stage === 'answering' ? 'no complete answer' : 'no answer'} from ${where} within ${span(timeoutMs)}`,
      hint: caution ?? 'try again later, or allow more time with --timeout',
    }
  }
  // An early end is a cut connection; any other complaint of the parser means that the peer speaks something else.
  if (error instanceof Error && error.name === 'HTTPParserError' && !codes.has('HPE_INVALID_EOF_STATE')) {
    return {
      code: 'network.protocol',
      message: `${where} does not answer in HTTP`,
      hint: url.protocol === 'http:' ? 'if it speaks https, use https:// in the endpoint' : 'check the endpoint',
      lasting: true,
    }
  }
  return {
    code: 'network.cut',
    message: `${where} closed the connection ${stage === 'answering' ? 'in the middle of its answer' : 'before it answered'}`,
    hint: caution ?? 'try again later',
  }
}
