/** The examples in the help of commands written by hand, as one page. */

import { examplesOf, index, manifest } from '../contract/command-facts.js'
import type { Page } from './page.js'

/** These have tests that run their examples (with files, sign-ins and scripts that they need). */
const elsewhere = /^(batch|docs|doctor|experience|help|logs tail|lua|schema|sandbox|tenant|users (export|import))\b/

/** In the order in which one makes what the other needs; the others stand between. */
const first = ['login', 'token', 'account', 'profiles rename', 'mcp servers add']
const last = ['mcp servers remove', 'profiles remove', 'logout']

function place(command: string): number {
  const at = (list: readonly string[]) => list.findIndex((name) => command === name || command.startsWith(`${name} `))
  if (at(last) >= 0) return 100 + at(last)
  return at(first) >= 0 ? at(first) : 50
}

const commands = Object.keys(manifest.commands)
  .map((id) => id.replaceAll(':', ' '))
  .filter((command) => !(command in index) && !elsewhere.test(command))
  .sort((one, other) => place(one) - place(other))

const text = commands.flatMap((command) => examplesOf(command)).join('\n')

const login = 'logto login --endpoint https://acme.logto.app --client-id m7x2k9d4p1w8q3z6t5r0b --client-secret-stdin'

export const examplePage: Page = {
  name: 'examples in the help',
  before: [
    'logto account-center update --enabled --set fields.session=Edit --merge',
    'echo the-secret-of-the-application > secret.txt',
    'echo sandbox-Pass-1 > password.txt',
    'mkdir reports',
    "logto alias set newest 'users list'",
    `echo 'return #mcp.tools("files") > 0' > tidy-reports.lua`,
    'logto token > token.txt',
    `${login} --profile acme < secret.txt`,
    `${login} --profile old-tenant < secret.txt`,
    'logto login --user --profile ana --endpoint https://acme.logto.app --client-id n3k8x2m9p1qzt7w4v6y0c',
    'export LOGTO_USER_TOKEN="$(logto token --profile ana)"',
  ],
  blocks: [{ line: 1, language: 'sh', file: undefined, text }],
  spans: [],
}
