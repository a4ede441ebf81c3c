import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Typing } from '../test/cli/terminal.js'

/** A picture: what is typed on a terminal, and what of the rest has to be there first. */
export interface Scene {
  name: string
  /** What the picture shows, for those who do not see it. */
  title: string
  /** Commands as a person types them, in which `logto` is the program. */
  commands: readonly string[]
  /** The exit code that the last one ends with; 0 without. */
  ends?: number
  /** Answers to what is asked. */
  typing?: readonly Typing[]
  /** Commands that are not shown. */
  before?: string
  /** Files that the commands read. */
  prepare?(folder: string): void
  /** The picture is what stands there when this has been written, in the middle of the run. */
  until?: (written: string) => number
}

/** A hash of bcrypt, as Auth0 hands them out. */
const digest = '$2a$10$QXLMEPnm7pOKO098anmhMu5dJM1Gq7lO9I40/cR2Mhn09CpSfuUPy'

const people = 3000

/** Two files of Auth0: the export of users, and their hashes. */
function auth0(folder: string): void {
  const ids = Array.from({ length: people }, (_, index) => index.toString(16).padStart(24, '0'))
  const users = ids.map((id, index) => ({
    user_id: `auth0|${id}`,
    email: `person.${index}@example.com`,
    email_verified: true,
    name: `Person ${index}`,
    identities: [{ user_id: id, provider: 'auth0', connection: 'Username-Password-Authentication', isSocial: false }],
  }))
  const hashes = ids.map((id, index) => ({
    _id: { $oid: id },
    email: `person.${index}@example.com`,
    passwordHash: digest,
  }))
  const lines = (rows: readonly object[]) => `${rows.map((row) => JSON.stringify(row)).join('\n')}\n`
  writeFileSync(join(folder, 'auth0.ndjson'), lines(users))
  writeFileSync(join(folder, 'hashes.ndjson'), lines(hashes))
}

/** What somebody changed in the files: a right more, a new role, an address more, another colour. */
const editing = `
cd acme
sed -i 's/read:orders/read:orders\\n    - https:\\/\\/orders.example.com\\/api write:orders/' roles.yaml
cat >> roles.yaml << 'END'
Reviewer:
  type: User
  description: Reads orders and refunds
  scopes:
    - https://orders.example.com/api read:orders
END
sed -i 's/^\\( *- https:..portal.example.com.\\)callback/&\\n\\1silent/' applications.yaml
sed -i 's/primaryColor: .*/primaryColor: "#0f766e"/' sign-in-experience.yaml
`

/** Where the bar has passed the half: the end of its line. */
function halfWay(written: string): number {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one
  for (const match of written.matchAll(/█[█░]* ([\d,]+) of ([\d,]+)[^\r\n\u001b]*/g)) {
    const [line, done = '', total = ''] = match
    if (Number(done.replaceAll(',', '')) * 2 > Number(total.replaceAll(',', ''))) return match.index + line.length
  }
  throw new Error('the import was over before its bar had passed the half')
}

export const scenes: readonly Scene[] = [
  {
    name: 'table',
    title: 'logto users list: the users of a tenant as a table',
    commands: ['logto users list'],
  },
  {
    name: 'sign-in',
    title: 'logto experience sign-in: a sign-in of an end user, told step by step',
    commands: [
      'logto experience sign-in --identifier username=ana --client-id demo-app \\\n    --redirect-uri $LOGTO_ENDPOINT/demo-app --save ana --storage file',
      'logto account get -p ana --columns id,name,primaryEmail',
    ],
    before: 'logto account-center update --enabled --set fields.name=ReadOnly --set fields.email=ReadOnly --merge',
    typing: [[/[Pp]assword/, 'sandbox-Pass-1\r']],
  },
  {
    name: 'tenant-diff',
    title: 'logto tenant diff: what an edited folder would change in the tenant',
    before: 'logto tenant pull acme/ && sh edit.sh',
    prepare(folder) {
      writeFileSync(join(folder, 'edit.sh'), editing)
    },
    commands: ['logto tenant diff acme/'],
    ends: 9,
  },
  {
    name: 'import',
    title: 'logto users import: people of Auth0 come in with their passwords, under a bar',
    prepare: auth0,
    commands: ['logto users import auth0.ndjson --hashes hashes.ndjson --journal july.jsonl'],
    typing: [[/\(y\/N\)/, 'y\r']],
    until: halfWay,
  },
]
