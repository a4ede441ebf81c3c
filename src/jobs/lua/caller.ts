/** Who calls. */
export interface Caller {
  /** The operation's name in Lua. */
  lua: string
  /** The profile, where the script named one. */
  profile: string | undefined
  /** The operation's command, as typed. */
  command: string
  summary: string
}
