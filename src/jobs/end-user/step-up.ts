import { chooseTenant } from '../../access/auth/tenant.js'
import type { VerificationRecord } from '../../access/auth/verification-record.js'
import { UsageError } from '../../base/errors.js'
import { call } from '../../call/operation/call.js'
import { printAnswer } from '../../call/operation/print-answer.js'
import { askSecret, askText } from '../../call/operation/questions.js'
import { type Settings, settingsOf } from '../../call/operation/settings.js'
import type { TenantClient } from '../../call/operation/tenant-client.js'
import { refuseUnfitCredentials } from '../../call/operation/unfit-credentials.js'
import { notice } from '../../call/output/notice.js'
import type { LoginProgram } from '../login/program.js'
import { clientFor } from '../login/prove.js'

/** How the user proves who they are: by the password, or by a code sent to an address of theirs. */
type Way = { kind: 'password'; fromStdin: boolean } | { kind: 'code'; identifier: Identifier; fromStdin: boolean }

interface Identifier {
  type: 'email' | 'phone'
  value: string
}

/** What Logto answers to a new verification. */
interface Verification {
  verificationRecordId: string
  expiresAt: string
}

/**
 * Makes a verification record for the end user in force, and keeps it for the account commands until it expires.
 * Throws a UsageError for flags that contradict each other, before anything is sent, and what Logto refuses.
 */
export async function stepUp(flags: Readonly<Record<string, unknown>>, program: LoginProgram): Promise<void> {
  const way = wayOf(flags)
  const settings = settingsOf(flags)
  const say = (text: string) => notice(text, settings.format, program.streams)
  const { tenant, notices } = await chooseTenant(settings, program.env, process.cwd())
  for (const text of notices) await say(text)
  refuseUnfitCredentials(tenant, 'user')
  const client = clientFor(tenant, program.context)
  try {
    const made = await verify(way, client, settings, program, say)
    const record: VerificationRecord = { id: made.verificationRecordId, expiresAt: made.expiresAt }
    await tenant.verification?.keep(record)
    await printAnswer({ kind: 'object', value: made }, settings, program.streams)
    await say(
      tenant.verification
        ? 'the account commands use this record by themselves until it expires'
        : 'the record is not kept, as LOGTO_TOKEN_CACHE is off: give it as --verification-id',
    )
  } finally {
    await client.close()
  }
}

async function verify(
  way: Way,
  client: TenantClient,
  settings: Settings,
  program: LoginProgram,
  say: (text: string) => Promise<void>,
): Promise<Verification> {
  const create = <T>(path: string, body: object) =>
    call<T>(client, 'user', { method: 'POST', path: `/api/verifications${path}`, body })
  if (way.kind === 'password') {
    const { verificationRecordId, expiresAt } = await create<Verification>('/password', {
      password: await passwordOf(way, settings, program),
    })
    return { verificationRecordId, expiresAt }
  }
  const { identifier } = way
  const { verificationRecordId: verificationId, expiresAt } = await create<Verification>('/verification-code', {
    identifier,
    templateType: 'UserPermissionValidation',
  })
  await say(`a code was sent to ${identifier.value}`)
  const code = way.fromStdin
    ? await program.readSecret('--code-stdin')
    : await askText('Code:', settings.noInput, 'pipe the code in with --code-stdin')
  const body = { identifier, verificationId, code }
  const { verificationRecordId } = await create<Pick<Verification, 'verificationRecordId'>>(
    '/verification-code/verify',
    body,
  )
  return { verificationRecordId, expiresAt }
}

function passwordOf({ fromStdin }: { fromStdin: boolean }, { noInput }: Settings, program: LoginProgram) {
  if (fromStdin) return program.readSecret('--password-stdin')
  const others = 'pipe it in with --password-stdin, or prove it by a code with --email or --phone'
  return askSecret('Password of this user:', noInput, others)
}

function wayOf(flags: Readonly<Record<string, unknown>>): Way {
  const [email, phone] = [flags.email, flags.phone] as (string | undefined)[]
  const codeFromStdin = flags['code-stdin'] === true
  if (email !== undefined)
    return { kind: 'code', identifier: { type: 'email', value: email }, fromStdin: codeFromStdin }
  if (phone !== undefined) {
    return { kind: 'code', identifier: { type: 'phone', value: digitsOf(phone) }, fromStdin: codeFromStdin }
  }
  if (!codeFromStdin) return { kind: 'password', fromStdin: flags['password-stdin'] === true }
  throw new UsageError('--code-stdin reads the code of a message, and none is asked for', {
    code: 'usage.bad_flags',
    hint: 'add --email or --phone, the address that the code shall go to',
  })
}

/** Logto writes numbers as digits with the country code; people write `+1 310 555 0123`. */
function digitsOf(phone: string): string {
  const digits = phone.replace(/^\+|[\s().-]/g, '')
  if (/^\d+$/.test(digits)) return digits
  throw new UsageError(`--phone: ${phone || 'an empty value'} is not a phone number`, {
    code: 'usage.bad_value',
    hint: 'give it with the country code: --phone 13105550123',
  })
}
