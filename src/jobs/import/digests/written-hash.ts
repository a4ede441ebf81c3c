import { argon2 } from './argon2.js'
import { fromBase64, fromHex } from './bytes.js'
import { salted, unsalted } from './hash.js'
import { ldapScheme } from './ldap-scheme.js'
import { broken, digest, impossible, type Password } from './password.js'
import { pbkdf2 } from './pbkdf2.js'
import { firebaseScrypt, plainScrypt } from './scrypt.js'

export interface HashWishes {
  /** `--scrypt-as-firebase` */
  scryptAsFirebase: boolean
}

/** A form of hash that says itself what it is. */
interface Form {
  /** In words: "bcrypt". */
  name: string
  like: RegExp
  read(text: string, wishes: HashWishes): Password
}

const no = (code: string, why: string) => () => impossible(code, why)

/** In the order in which they are tried: those that only look like another come before it. */
const forms: readonly Form[] = [
  {
    name: "WordPress's bcrypt of an HMAC",
    like: /^\$wp\$/,
    read: no('wordpress_hmac', 'it is bcrypt of an HMAC of the password (WordPress 6.8 and later)'),
  },
  {
    name: 'bcrypt of a SHA-256',
    like: /^bcrypt_sha256\$|^\$bcrypt-sha256\$/,
    read: no('bcrypt_sha256', 'it is bcrypt of a SHA-256 of the password'),
  },
  { name: "Django's bcrypt", like: /^bcrypt\$\$2/, read: (text) => digest('Bcrypt', text.slice('bcrypt$'.length)) },
  { name: 'bcrypt', like: /^\$2[abxy]?\$/, read: (text) => digest('Bcrypt', text) },
  { name: "Django's Argon2", like: /^argon2\$argon2/, read: (text) => argon2(text.slice('argon2'.length)) },
  { name: 'Argon2', like: /^\$argon2/, read: argon2 },
  { name: 'phpass', like: /^\$[PH]\$/, read: no('phpass', 'it is phpass (iterated MD5)') },
  { name: "Supabase's scrypt", like: /^\$fbscrypt\$/, read: fbscrypt },
  { name: 'PBKDF2', like: /^\$pbkdf2(-sha\d+)?\$/, read: phcPbkdf2 },
  { name: "Django's PBKDF2", like: /^pbkdf2_sha(1|256|512)\$/, read: djangoPbkdf2 },
  { name: "Werkzeug's PBKDF2", like: /^pbkdf2:/, read: werkzeugPbkdf2 },
  { name: "Werkzeug's scrypt", like: /^scrypt:/, read: werkzeugScrypt },
  { name: "Django's scrypt", like: /^scrypt\$/, read: djangoScrypt },
  { name: 'a salted hash', like: /^(md5|sha1)\$/, read: djangoSalted },
  { name: 'crypt(3)', like: /^\$(1|5|6|7|y|gy|sha1|apr1|md5|3)[$,]/, read: no('crypt', 'it is a hash of crypt(3)') },
  { name: 'an LDAP scheme', like: /^\{[A-Za-z0-9-]+\}/, read: ldap },
  { name: 'MD5', like: /^[0-9a-fA-F]{32}$/, read: hex('md5') },
  { name: 'SHA-1', like: /^[0-9a-fA-F]{40}$/, read: hex('sha1') },
  { name: 'SHA-256', like: /^[0-9a-fA-F]{64}$/, read: hex('sha256') },
  { name: 'SHA-512', like: /^[0-9a-fA-F]{128}$/, read: hex('sha512') },
]

/** What Logto is given for a hash that says itself what it is, as most systems store them. */
export function writtenHash(text: string, wishes: HashWishes): Password {
  const form = forms.find(({ like }) => like.test(text))
  if (form) return form.read(text, wishes)
  if (forms.some(({ like }) => like.test(text.trim()))) return broken('the hash begins or ends with a blank')
  return impossible('unknown_hash', 'its hash is of no form that this program knows')
}

/** What a hash looks like, in words; undefined for what looks like none. */
export function looksLike(text: string): string | undefined {
  return forms.find(({ like }) => like.test(text.trim()))?.name
}

function hex(name: string) {
  return (text: string) => unsalted(name, Buffer.from(text, 'hex'))
}

function ldap(text: string, wishes: HashWishes): Password {
  const [, scheme = '', value = ''] = /^\{([^}]*)\}(.*)$/s.exec(text) ?? []
  return scheme.toUpperCase() === 'CRYPT' ? writtenHash(value, wishes) : ldapScheme(scheme, value)
}

/** `$pbkdf2-sha512$i=100000,l=64$salt$key`, and passlib's `$pbkdf2-sha256$29000$salt$key`. */
function phcPbkdf2(text: string): Password {
  const [, name = '', parameters = '', salt = '', key = ''] = text.split('$')
  const hash = name === 'pbkdf2' ? 'sha1' : name.slice('pbkdf2-'.length)
  const iterations = /^(?:.*\bi=)?(\d+)/.exec(parameters)?.[1]
  const decode = (part: string) => fromBase64(part.replaceAll('.', '+'))
  const [saltBytes, keyBytes] = [decode(salt), decode(key)]
  if (!saltBytes || !keyBytes) return broken('its salt or its key is not base64')
  const length = /\bl=(\d+)/.exec(parameters)?.[1]
  if (length !== undefined && Number(length) !== keyBytes.length) {
    return broken(`it says ${length} bytes, and its key has ${keyBytes.length}`)
  }
  return pbkdf2({ hash, iterations: Number(iterations), salt: saltBytes, key: keyBytes })
}

/** `pbkdf2_sha256$iterations$salt$key`: the salt is a text, the key base64, or hexadecimal in Clerk. */
function djangoPbkdf2(text: string): Password {
  const [name = '', iterations = '', salt = '', key = '', more] = text.split('$')
  const bytes = (/^([0-9a-f]{40}|[0-9a-f]{64}|[0-9a-f]{128})$/.test(key) ? fromHex(key) : undefined) ?? fromBase64(key)
  if (!bytes || more !== undefined || !/^\d+$/.test(iterations))
    return broken('the hash is not written as PBKDF2 is by Django')
  return pbkdf2({ hash: name.slice('pbkdf2_'.length), iterations: Number(iterations), salt, key: bytes })
}

/** `pbkdf2:sha256:iterations$salt$hexadecimal`: the salt is a text. */
function werkzeugPbkdf2(text: string): Password {
  const [, hash = '', iterations = '', salt = '', key = ''] = /^pbkdf2:(\w+):(\d+)\$([^$]*)\$([^$]*)$/.exec(text) ?? []
  const bytes = fromHex(key)
  return bytes
    ? pbkdf2({ hash, iterations: Number(iterations), salt, key: bytes })
    : broken('the hash is not written as PBKDF2 is by Werkzeug')
}

/** `scrypt:N:r:p$salt$hexadecimal`: the salt is a text. */
function werkzeugScrypt(text: string, { scryptAsFirebase }: HashWishes): Password {
  const [, n, r, p, salt = '', key = ''] = /^scrypt:(\d+):(\d+):(\d+)\$([^$]*)\$([^$]*)$/.exec(text) ?? []
  const bytes = fromHex(key)
  if (!bytes) return broken('the hash is not written as scrypt is by Werkzeug')
  return plainScrypt(
    { n: Number(n), r: Number(r), p: Number(p), salt: Buffer.from(salt), key: bytes },
    scryptAsFirebase,
  )
}

/** `scrypt$N$salt$r$p$base64`: the salt is a text. */
function djangoScrypt(text: string, { scryptAsFirebase }: HashWishes): Password {
  const [, n, salt = '', r, p, key = ''] = /^scrypt\$(\d+)\$([^$]*)\$(\d+)\$(\d+)\$([^$]*)$/.exec(text) ?? []
  const bytes = fromBase64(key)
  if (!bytes) return broken('the hash is not written as scrypt is by Django')
  return plainScrypt(
    { n: Number(n), r: Number(r), p: Number(p), salt: Buffer.from(salt), key: bytes },
    scryptAsFirebase,
  )
}

/** `md5$salt$hexadecimal`: the salt comes first. An empty one leaves the hash of the password alone. */
function djangoSalted(text: string): Password {
  const [name = '', salt = '', key = '', more] = text.split('$')
  const bytes = fromHex(key)
  if (!bytes || more !== undefined) return broken(`the hash is not written as ${name} is by Django`)
  return salted(name, 'salt first', Buffer.from(salt), bytes)
}

/** `$fbscrypt$v=1,n=14,r=8,p=1,ss=separator,sk=signer key$salt$hash` (supabase/auth, internal/crypto/password.go). */
function fbscrypt(text: string): Password {
  const [, parameters = '', salt = '', hash = ''] = /^\$fbscrypt\$([^$]*)\$([^$]*)\$([^$]*)$/.exec(text) ?? []
  const get = (key: string) => new RegExp(`(?:^|,)${key}=([^,]*)`).exec(parameters)?.[1] ?? ''
  const decoded = [fromBase64(salt), fromBase64(get('sk')), fromBase64(hash)]
  const [saltBytes, signerKey, hashBytes] = decoded
  if (!saltBytes || !signerKey || !hashBytes) return broken('the hash is not written as scrypt is by Supabase')
  if (get('p') !== '1')
    return impossible('scrypt_p', `it is scrypt with a parallelization of ${get('p')}, and Logto computes 1`)
  const separator = fromBase64(get('ss')) ?? Buffer.alloc(0)
  return firebaseScrypt({
    salt: saltBytes,
    separator,
    signerKey,
    rounds: Number(get('r')),
    memCost: Number(get('n')),
    hash: hashBytes,
  })
}
