import { Flags } from '@oclif/core'

/** How long an MCP server may take. */
export const serverTimeout = Flags.string({
  description: 'Time for the start of a server, and for each call, such as 5s, 2m [default: 60s]',
  helpValue: '<time>',
})
