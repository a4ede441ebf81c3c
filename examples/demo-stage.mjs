// What `npm run demo` plays on: a sandbox, a folder that is thrown away, and a screen.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const program = fileURLToPath(new URL('../bin/run.js', import.meta.url))

const hasColour = process.stdout.isTTY && !process.env.NO_COLOR && process.env.TERM !== 'dumb'
const styled = (code, text) => (hasColour ? `\u001b[${code}m${text}\u001b[0m` : text)
const say = (text) => process.stdout.write(`${text}\n`)

/** A heading, and a sentence about what comes. */
export function chapter(title, sentence) {
  say(`\n\n${styled('1;36', `━━ ${title}`)}\n${styled(2, sentence)}`)
}

/** Something that is done beside the program, such as an edit. */
export function aside(text) {
  say(`\n${styled('1;33', '#')} ${styled(1, text)}`)
}

const showCommand = (args) => {
  const words = args.map((arg) => (/^[\w@./:=,+-]+$/.test(arg) ? arg : `'${arg}'`))
  const lines = ['logto']
  // A flag stays with its value.
  const parts = words.join(' ').split(/ (?=--?\w)/)
  for (const word of parts) {
    const last = lines[lines.length - 1]
    if (last.length + word.length > 75) lines.push(`    ${word}`)
    else lines[lines.length - 1] = `${last} ${word}`
  }
  say(`\n${styled('1;32', '$')} ${styled(1, lines.join(' \\\n'))}`)
}

/** Starts the sandbox on a free port; each command runs on it, as it is printed. */
export async function openStage() {
  const folder = mkdtempSync(join(tmpdir(), 'logto-demo-'))
  const child = spawn(process.execPath, [program, 'sandbox'], { stdio: ['ignore', 'pipe', 'inherit'] })
  let printed = ''
  for await (const chunk of child.stdout) {
    printed += chunk
    if (/LOGTO_CLIENT_SECRET=\S+\s/.test(printed)) break
  }
  const variables = [...printed.matchAll(/(LOGTO_\w+)='?([^'\s]+)/g)].map(([, name, value]) => [name, value])
  if (variables.length === 0) throw new Error('the sandbox did not start')
  const env = { ...process.env, ...Object.fromEntries(variables), LOGTO_TOKEN_CACHE: 'off' }
  const begin = (args, stdio) => spawn(process.execPath, [program, ...args], { cwd: folder, env, stdio })

  return {
    folder,
    url: env.LOGTO_ENDPOINT,
    write: (name, text) => writeFileSync(join(folder, name), text),

    /** Runs a command and returns what it prints, which is shown too; `ends` is the exit code that it should have. */
    async logto(args, { ends = 0, keep = false } = {}) {
      showCommand(args)
      const run = begin(args, ['inherit', keep ? 'pipe' : 'inherit', 'inherit'])
      let output = ''
      run.stdout?.on('data', (chunk) => {
        output += chunk
        process.stdout.write(chunk)
      })
      const [code] = await once(run, 'close')
      if (code !== ends) throw new Error(`logto ${args.join(' ')} ended with exit code ${code}`)
      if (code !== 0) say(styled(2, `(exit code ${code})`))
      return output
    },

    /** Starts an MCP server as an assistant does, and gives what carries out its tools. */
    async assistant(args, use) {
      showCommand(args)
      const server = begin(args, ['pipe', 'pipe', 'inherit'])
      const lines = createInterface({ input: server.stdout })[Symbol.asyncIterator]()
      const send = (message) => server.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)
      const ask = async (id, method, params) => {
        send({ id, method, params })
        for (;;) {
          const { value, done } = await lines.next()
          if (done) throw new Error('the MCP server has ended')
          const answer = JSON.parse(value)
          if (answer.id === id) return answer.result
        }
      }
      const clientInfo = { name: 'demo', version: '1' }
      await ask(0, 'initialize', { protocolVersion: '2025-06-18', capabilities: {}, clientInfo })
      send({ method: 'notifications/initialized' })
      let id = 0
      await use(async (name, given) => {
        say(`${styled('1;35', '→')} ${styled(1, `${name} ${JSON.stringify(given)}`)}`)
        const { content, isError } = await ask(++id, 'tools/call', { name, arguments: given })
        if (isError) throw new Error(content[0].text)
        const { text } = content[0]
        say(`${styled('1;35', '←')} ${text.length > 300 ? `${text.slice(0, 300)} …` : text}`)
      })
      server.stdin.end()
      await once(server, 'close')
    },

    async close() {
      child.kill('SIGINT')
      if (child.exitCode === null) await once(child, 'exit')
      rmSync(folder, { recursive: true, force: true })
      say(`\n${styled(1, 'The sandbox has stopped.')} Try it yourself: node bin/run.js sandbox`)
    },
  }
}
