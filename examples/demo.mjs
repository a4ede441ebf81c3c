// `npm run demo`: shows the main jobs on a tenant of its own, and stops everything. Each command is run as it is printed.
import { appendFileSync, copyFileSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { aside, chapter, openStage } from './demo-stage.mjs'

/** The password that Kai had in the old system, and what that stored of it. */
const password = 'harbour-Light-7'
const digest = '$2a$10$.umPE/6kJRO5OijOTz3jZ.MMWN7PcxkDMB2vdaWBwSoR/doTIrE/W'

/** The API documents of a Logto that has learned to list the devices which a user trusts. */
function writeNewerDocuments() {
  mkdirSync(join(folder, 'documents'))
  for (const api of ['management', 'experience', 'user']) {
    const document = JSON.parse(readFileSync(new URL(`../openapi/${api}.json`, import.meta.url), 'utf8'))
    if (api === 'management') {
      document.paths['/api/users/{userId}/trusted-devices'] = {
        get: {
          operationId: 'ListUserTrustedDevices',
          parameters: [{ name: 'userId', in: 'path', required: true, schema: { type: 'string' } }],
          responses: {
            200: {
              description: '',
              content: { 'application/json': { schema: { type: 'array', items: { type: 'object' } } } },
            },
          },
        },
      }
    }
    write(`documents/${api}.json`, JSON.stringify(document))
  }
}

const stage = await openStage()
const { logto, write, folder, url } = stage
try {
  chapter('Tables for people, JSON for programs', 'Each of the 359 operations of the API is a command.')
  await logto(['users', 'list', '--columns', 'id,primaryEmail,name,isSuspended'])
  const created = await logto(
    ['users', 'create', '--username', 'ann_lee', '--name', 'Ann Lee', '--json', '--columns', 'id,username,name'],
    { keep: true },
  )
  const { id } = JSON.parse(created)
  await logto(['orgs', 'add-users', 'orgharbourbo', '--user-ids', id])

  chapter('People from another provider', 'They come with the passwords that they have. This is an export of Auth0.')
  const user = '9a07c9f5190262d2946d1daf'
  const identity = { user_id: user, provider: 'auth0', connection: 'Users', isSocial: false }
  const kai = { user_id: `auth0|${user}`, email: 'kai@example.com', email_verified: true, username: 'kai', name: 'Kai' }
  write('auth0.ndjson', `${JSON.stringify({ ...kai, identities: [identity] })}\n`)
  write('hashes.ndjson', `${JSON.stringify({ _id: { $oid: user }, email: kai.email, passwordHash: digest })}\n`)
  await logto([
    ...['users', 'import', 'auth0.ndjson', '--hashes', 'hashes.ndjson'],
    ...['--journal', 'import.jsonl', '--yes'],
  ])

  chapter('A whole sign-in from the shell', 'Kai signs in with the old password, through the real flow of the tenant.')
  write('password.txt', password)
  await logto([
    ...['experience', 'sign-in', '--identifier', 'username=kai', '--password', '@password.txt'],
    ...['--client-id', 'demo-app', '--redirect-uri', `${url}/demo-app`],
    ...['--decode', '--query', 'id_token.claims.{name: name, aud: aud, iss: iss}'],
  ])

  chapter('The tenant as code', 'Its configuration as files: pulled, edited, compared and applied.')
  await logto(['tenant', 'pull', 'acme'])
  aside('a role is added to acme/roles.yaml')
  const role = `Reviewer:
  type: User
  description: Reads orders and refunds
  scopes:
    - https://orders.example.com/api read:orders
`
  appendFileSync(join(folder, 'acme', 'roles.yaml'), role)
  process.stdout.write(role)
  await logto(['tenant', 'diff', 'acme'], { ends: 9 })
  await logto(['tenant', 'apply', 'acme', '--journal', 'apply.jsonl', '--yes'])

  chapter('Many at once', 'Any command, once for each row of a file: checked before anything is sent.')
  const rows = 'user-id,name,customData.plan\nana000000000,Ana Duarte,pro\nbo0000000000,Bo Lindqvist,free\n'
  aside('people.csv')
  write('people.csv', rows)
  process.stdout.write(rows)
  await logto(['batch', 'users', 'update', '--input', 'people.csv', '--merge', '--journal', 'batch.jsonl'])

  chapter('Scripts in Lua', 'Every operation is a function; lists come row by row.')
  copyFileSync(fileURLToPath(new URL('lua/role-report.lua', import.meta.url)), join(folder, 'role-report.lua'))
  await logto(['lua', 'role-report.lua', 'Harbour Books'])

  chapter('An assistant at work', 'Over MCP it finds, reads and calls operations; what is risky, a person is asked.')
  await stage.assistant(['mcp', 'serve', '--allow', 'read'], async (call) => {
    await call('search', { words: 'suspend a user', limit: 3 })
    await call('call', { operation: 'list_users', parameters: { page_size: 2 }, fields: ['id', 'name'] })
  })

  chapter('Newer than this program', 'A tenant was updated and has an operation more: it becomes a command at once.')
  writeNewerDocuments()
  await logto(['refresh', '--from', 'documents', '--dry-run'])

  chapter('Mistakes say what to do', 'Before anything is sent.')
  await logto(['users', 'create', '--primary-emial', 'bob@example.com'], { ends: 2 })
} finally {
  await stage.close()
}
