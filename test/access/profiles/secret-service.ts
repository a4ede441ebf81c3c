/** A real Secret Service: gnome-keyring on a session bus of its own, apart from the user's. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { need } from '../../programs.js'

/** What these tests need. */
export const secretServiceNeed = need('D-Bus', 'gnome-keyring', 'libsecret')

/** Nothing can be started over this bus, so that what is absent stays absent and no prompt ever shows. */
const busConfig = `<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>
`

/** A session bus, and on it a keyring when one is started. */
export class SecretService {
  private keyring: ChildProcess | undefined

  private constructor(
    private readonly home: string,
    private readonly session: ChildProcess,
    /** For the programs of this session. */
    readonly env: NodeJS.ProcessEnv,
  ) {}

  /** Opens a session; the bus lives until its shell's input closes. */
  static async open(): Promise<SecretService> {
    const home = await mkdtemp(join(tmpdir(), 'session-'))
    const config = join(home, 'bus.conf')
    await writeFile(config, busConfig)
    const words = [`--config-file=${config}`, '--', 'sh', '-c', 'echo "$DBUS_SESSION_BUS_ADDRESS"; cat']
    const session = spawn('dbus-run-session', words, { stdio: ['pipe', 'pipe', 'ignore'] })
    const [address] = await once(session.stdout, 'data')
    const env = { PATH: process.env.PATH, HOME: home, XDG_RUNTIME_DIR: home, XDG_DATA_HOME: join(home, 'data') }
    return new SecretService(home, session, { ...env, DBUS_SESSION_BUS_ADDRESS: String(address).trim() })
  }

  /** Starts the keyring, unlocked as at login, or locked as left by another login. */
  async start(state: 'unlocked' | 'locked'): Promise<void> {
    const words = ['--components=secrets', '--foreground', ...(state === 'unlocked' ? ['--unlock'] : [])]
    this.keyring = spawn('gnome-keyring-daemon', words, { env: this.env, stdio: ['pipe', 'ignore', 'ignore'] })
    this.keyring.stdin?.end('password')
    const deadline = performance.now() + 5000
    while (!this.isServed()) {
      if (performance.now() > deadline) throw new Error('the keyring does not come up')
      await delay(20)
    }
  }

  private isServed(): boolean {
    const call = ['org.freedesktop.DBus.NameHasOwner', 'string:org.freedesktop.secrets']
    const words = ['--session', '--print-reply', '--dest=org.freedesktop.DBus', '/', ...call]
    return spawnSync('dbus-send', words, { env: this.env, timeout: 2000 }).stdout.includes('true')
  }

  /** Stops it as a debugger would: it keeps its connections and answers nothing. */
  freeze(): void {
    this.keyring?.kill('SIGSTOP')
  }

  async stop(): Promise<void> {
    const { keyring } = this
    this.keyring = undefined
    if (!keyring) return
    const gone = once(keyring, 'exit')
    keyring.kill('SIGCONT')
    keyring.kill('SIGKILL')
    await gone
  }

  async close(): Promise<void> {
    await this.stop()
    const gone = once(this.session, 'exit')
    this.session.stdin?.end()
    await gone
    if (existsSync(this.home)) await rm(this.home, { recursive: true, force: true })
  }
}
