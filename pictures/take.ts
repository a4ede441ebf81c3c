import { makeHome, shell } from '../test/cli/run.js'
import { onTerminal } from '../test/cli/terminal.js'
import { startTenant } from '../test/sandbox/client.js'
import type { Scene } from './scenes.js'
import { type Run, screenOf } from './screen.js'
import { settled } from './settled.js'

/** Columns of the pictured terminal. */
export const columns = 80

/** Plays a scene on a new sandbox, on a pseudo-terminal, and gives the lines that then stand there. */
export async function take(scene: Scene): Promise<Run[][]> {
  const tenant = await startTenant()
  const home = makeHome()
  const env = {
    LOGTO_ENDPOINT: tenant.url,
    LOGTO_CLIENT_ID: tenant.clientId,
    LOGTO_CLIENT_SECRET: tenant.clientSecret,
    LOGTO_KEYCHAIN: 'off',
    TERM: 'xterm-256color',
  }
  try {
    scene.prepare?.(home.path)
    if (scene.before !== undefined) {
      const { code, stderr } = await shell(scene.before, home.path, { env })
      if (code !== 0) throw new Error(`${scene.name}: ${stderr}`)
    }
    const line = scene.commands.map((command) => `${shown(command)}; ${command}`).join(' && echo && ')
    const { code, screen } = await onTerminal(line, { home: home.path, env, typing: scene.typing ?? [], columns })
    if (code !== (scene.ends ?? 0)) throw new Error(`${scene.name} ended with ${code}:\n${screen}`)
    return await screenOf(settled(screen.slice(0, scene.until?.(screen))), columns)
  } finally {
    home.remove()
    await tenant.close()
  }
}

/** Writes a command behind a prompt, as if it had been typed. */
function shown(command: string): string {
  return `printf '\\033[32m$\\033[39m \\033[1m%s\\033[22m\\n' '${command.replaceAll("'", "'\\''")}'`
}
