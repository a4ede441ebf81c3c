import { createRequire } from 'node:module'
import { NotAllowedError } from '../../base/errors.js'

const otherwise = 'or keep the secrets in a file that only you can read with --storage file'

const libsecret =
  'install libsecret (Debian, Ubuntu: apt install libsecret-1-0; Fedora: dnf install libsecret; Alpine: apk add libsecret; Arch: pacman -S libsecret)'

/** What a failure to load the keychain's library means. `load` requires a module by its name. */
export function loadTrouble(cause: unknown, load = createRequire(import.meta.url)): NotAllowedError {
  const said = textOf(cause)
  // The package comes first: without it nothing can be said of what it would need.
  const [message, hint] = /Cannot find (package|module) '?keytar'?/.test(said)
    ? [
        'the keychain needs the optional package keytar, which was not installed',
        'install this program again without --omit=optional',
      ]
    : /libsecret|libglib|libgio/.test(`${said}\n${loaderMessage(load)}`)
      ? ['the keychain needs libsecret, which is not installed here', libsecret]
      : ['the keychain cannot be used on this system', 'see what --debug prints']
  return new NotAllowedError(message, { code: 'keychain.missing', hint: `${hint}, ${otherwise}`, cause })
}

/** keytar hides why its native part does not load; loading that part alone tells. */
function loaderMessage(load: NodeJS.Require): string {
  try {
    load(`keytar/prebuilds/${process.platform}-${process.arch}/keytar.node`)
    return ''
  } catch (error) {
    return textOf(error)
  }
}

/** What libsecret, the macOS keychain or Windows say, by a part of their message, and what it means. */
const meanings: [RegExp, code: string, message: string, hint: string][] = [
  [
    /autolaunch|could not connect|DBUS_SESSION_BUS_ADDRESS|no such file or directory/i,
    'keychain.missing',
    'the keychain cannot be reached: there is no D-Bus session here',
    'start the command within a desktop session or under dbus-run-session',
  ],
  [
    /not provided by any \.service|ServiceUnknown|NameHasNoOwner|StartServiceByName|activat/i,
    'keychain.missing',
    'there is no keychain here: no program offers the Secret Service',
    'install and start one (gnome-keyring, KWallet or KeePassXC)',
  ],
  [
    /locked|dismissed|object does not exist|no such object|interaction is not allowed|user canceled/i,
    'keychain.locked',
    'the keychain is locked',
    'unlock it (gnome-keyring-daemon --unlock, or sign in to the desktop) and try again',
  ],
]

/** What a failed call to the keychain means. */
export function callTrouble(cause: unknown): NotAllowedError {
  const said = textOf(cause)
  const meaning = meanings.find(([pattern]) => pattern.test(said))
  const [, code, message, hint] = meaning ?? [
    undefined,
    'keychain.refused',
    `the keychain refused: ${said}`,
    'look into it',
  ]
  return new NotAllowedError(message, { code, hint: `${hint}, ${otherwise}`, cause })
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
