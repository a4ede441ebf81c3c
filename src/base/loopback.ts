import { BlockList, isIP } from 'node:net'

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addAddress('::1', 'ipv6')

/** Says whether a URL's `hostname` is this machine: `localhost` and its subdomains (RFC 6761), 127.0.0.0/8, `[::1]`. */
export function isLoopback(hostname: string): boolean {
  const host = bareHost(hostname)
  const version = isIP(host)
  if (version === 4) return host.startsWith('127.')
  if (version === 6) return loopback.check(host, 'ipv6')
  return host === 'localhost' || host.endsWith('.localhost')
}

/** The host name in lower case, without the brackets of an IPv6 address and the dot of a rooted name. */
export function bareHost(hostname: string): string {
  return hostname
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '')
}
