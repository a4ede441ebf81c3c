import { shellWord } from '../../call/operation/shell-text.js'

/** How a server is started. */
export interface Start {
  command: string
  args: readonly string[]
}

/** What is pasted into one client, and where. */
interface ClientConfig {
  where: string
  text: (name: string, start: Start) => string
}

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`

/** The form that most clients share. */
const shared = (where: string): ClientConfig => ({
  where,
  text: (name, { command, args }) => json({ mcpServers: { [name]: { command, args } } }),
})

/** By the names of the clients; each form is that of its own documentation. */
export const clientConfigs: Readonly<Record<string, ClientConfig>> = {
  'claude-code': {
    where: 'run this in a shell',
    text: (name, { command, args }) =>
      `claude mcp add ${shellWord([name])} -- ${[command, ...args].map((word) => shellWord([word])).join(' ')}\n`,
  },
  'claude-desktop': shared('claude_desktop_config.json (Settings, Developer, Edit Config)'),
  codex: {
    where: '~/.codex/config.toml',
    // A TOML basic string is written as a JSON one.
    text: (name, { command, args }) =>
      `[mcp_servers.${JSON.stringify(name)}]\ncommand = ${JSON.stringify(command)}\nargs = ${JSON.stringify(args)}\n`,
  },
  cursor: shared('~/.cursor/mcp.json'),
  gemini: shared('~/.gemini/settings.json'),
  vscode: {
    where: 'mcp.json (command: MCP: Open User Configuration)',
    text: (name, { command, args }) => json({ servers: { [name]: { type: 'stdio', command, args } } }),
  },
  windsurf: shared('~/.codeium/windsurf/mcp_config.json'),
}
