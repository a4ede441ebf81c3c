import { type Codes, type Diagnosis, type FailedTry, place, textOf } from './diagnosis.js'

const unreachable = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT', 'ECONNRESET']

/** Explains what went wrong at or before the proxy; nothing when there is none or the failure lies behind it. */
export function diagnoseProxy({ proxy, stage, error }: FailedTry, codes: Codes): Diagnosis | undefined {
  if (proxy === undefined) return undefined
  const where = `the proxy ${place(proxy.url)}`
  const status = refusal(error)
  if (status !== undefined) {
    return {
      code: 'network.proxy',
      message: `${where} refused to connect (status ${status})`,
      hint:
        status === 407
          ? `put the proxy's username and password into ${proxy.variable}`
          : 'ask who runs the proxy, or name the host in NO_PROXY to go past it',
      ...(status < 500 && { lasting: true }),
    }
  }
  const code = unreachable.find((each) => codes.has(each))
  if (stage !== 'connecting' || code === undefined) return undefined
  return {
    code: 'network.proxy',
    message: `cannot reach ${where} (${code})`,
    hint: `${proxy.variable} names this proxy: check it, or name the host in NO_PROXY`,
  }
}

/** The proxy's own status, which undici tells only in the message of its error. */
function refusal(error: unknown): number | undefined {
  const found = /^Proxy response \((\d{3})\)|^Proxy Authentication Required \((407)\)$/.exec(textOf(error))
  const status = found?.[1] ?? found?.[2]
  return status === undefined ? undefined : Number(status)
}
