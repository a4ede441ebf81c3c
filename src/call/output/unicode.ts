/**
 * Whether the terminal can be taken to show more than ASCII: by the locale (POSIX: LC_ALL before LC_CTYPE before LANG);
 * on Windows, which has no such variables, every terminal of today can.
 */
export function showsUnicode(env: NodeJS.ProcessEnv, platform: NodeJS.Platform = process.platform): boolean {
  if (env.TERM === 'dumb' || env.TERM === 'linux') return false
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG
  return locale ? /utf-?8/i.test(locale) : platform === 'win32'
}
