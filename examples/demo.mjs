// `npm run demo`: starts the sandbox tenant, shows the main job on it, and stops everything.
// Each command is run as it is printed.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const program = fileURLToPath(new URL('../bin/run.js', import.meta.url))

/** Starts the sandbox on a free port and reads the environment it prints. */
async function startSandbox() {
  const child = spawn(process.execPath, [program, 'sandbox'], { stdio: ['ignore', 'pipe', 'inherit'] })
  let printed = ''
  for await (const chunk of child.stdout) {
    printed += chunk
    if (/LOGTO_CLIENT_SECRET=\S+\s/.test(printed)) break
  }
  const variables = [...printed.matchAll(/(LOGTO_\w+)='?([^'\s]+)/g)].map(([, name, value]) => [name, value])
  if (variables.length === 0) throw new Error('the sandbox did not start')
  return { child, environment: { ...process.env, ...Object.fromEntries(variables), LOGTO_TOKEN_CACHE: 'off' } }
}

/** Runs one command; `capture` keeps what it prints instead of showing it. */
async function logto(args, environment, { capture = false, fails = false } = {}) {
  const quoted = args.map((arg) => (/^[\w@./:=,-]+$/.test(arg) ? arg : `'${arg}'`)).join(' ')
  process.stdout.write(`\n$ logto ${quoted}\n`)
  const child = spawn(process.execPath, [program, ...args], {
    env: environment,
    stdio: ['inherit', capture ? 'pipe' : 'inherit', 'inherit'],
  })
  let printed = ''
  child.stdout?.on('data', (chunk) => {
    printed += chunk
    process.stdout.write(chunk)
  })
  const [code] = await once(child, 'close')
  if ((code !== 0) !== fails) throw new Error(`logto ${quoted} ended with exit code ${code}`)
  if (fails) process.stdout.write(`(exit code ${code})\n`)
  return printed
}

const { child: sandbox, environment } = await startSandbox()
try {
  await logto(['users', 'list'], environment)
  const created = await logto(
    [
      'users',
      'create',
      '--username',
      'ann_lee',
      '--primary-email',
      'ann.lee@example.com',
      '--name',
      'Ann Lee',
      '--json',
    ],
    environment,
    { capture: true },
  )
  const { id } = JSON.parse(created)
  const orgs = JSON.parse(
    await logto(['orgs', 'list', '--json', '--columns', 'id,name'], environment, { capture: true }),
  )
  await logto(['orgs', 'add-users', orgs[0].id, '--user-ids', id], environment)
  await logto(['orgs', 'list-users', orgs[0].id, '--json', '--columns', 'id,name,primaryEmail'], environment)
  await logto(['users', 'create', '--primary-emial', 'bob@example.com'], environment, { fails: true })
} finally {
  sandbox.kill('SIGINT')
  await once(sandbox, 'exit')
}
process.stdout.write('\nThe sandbox has stopped. Try it yourself: node bin/run.js sandbox\n')
