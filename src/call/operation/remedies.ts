import type { Authority } from '../facts/operation.js'
import { retryAfterMs } from '../http/retry.js'
import { accountRemedies } from './account-remedies.js'
import { invalidInput } from './invalid-input.js'
import { givenIn, notFound } from './not-found.js'
import type { Refused, Remedy, Words } from './refused.js'

import { signInRemedies } from './sign-in-remedies.js'
import { taken } from './taken.js'

/** What is said of Logto's codes, whatever the operation. */
const remedies: Readonly<Record<string, Remedy>> = {
  'guard.invalid_input': 'correct the values named above; `--help` lists what the command takes',
  'guard.invalid_pagination': 'pages count from 1 and hold 1 to 100 rows',
  'session.not_found': 'the sign-in has ended, or was never begun; begin another: logto experience authorize',
  'request.invalid_input': invalidInput,
  'request.feature_not_supported':
    'this Logto does not have it: it may be a feature of Logto Cloud or of another edition',
  'request.message_rate_limited': ({ sent }) => ({
    says: 'too many messages went to this recipient',
    ...(retryAfterMs(sent.answer.headers) === undefined ? { hint: 'wait ten minutes, then try again' } : {}),
  }),
  'session.mfa.invalid_totp_code': {
    says: 'the authenticator code is wrong, or was used before',
    hint: "each code counts once: wait up to 30 seconds for the next; check the secret and this machine's clock, too",
  },
  'session.mfa.backup_code_can_not_be_alone': {
    says: 'backup codes cannot be the only MFA factor',
    hint: 'add another factor first, such as an authenticator app',
  },
  'session.mfa.webauthn_verification_not_found': {
    says: 'the user has no passkey for this',
    hint: 'let the user sign in in another way; see the factors with `logto users list-mfa-verifications`',
  },
  'session.mfa.webauthn_verification_failed':
    'give the answer of the browser as it is, made for this very challenge by a page whose origin Logto accepts',
  'session.invalid_connector_id': 'choose a connector of the tenant: logto connectors list',
  'application.invalid_third_party_application_type': {
    says: 'applications of this type cannot be third-party ones',
    hint: 'leave --is-third-party out, or choose one of the types Traditional, SPA and Native',
  },
  'connector.email_connector.bulk_deletion_no_filter': {
    says: 'no language and no occasion was given',
    hint: 'say which templates to delete: --language-tag, --template-type or both',
  },
  'auth.exceed_token_limit': "the tenant's token quota is used up; see the quota in the Console",
  'subscription.limit_exceeded': "the tenant's plan allows no more; see the quota in the Console",
  'session.verification_blocked_too_many_attempts':
    'too many attempts failed; wait, or lift the block: logto sentinel-activities delete',
  'storage.not_configured': 'configure a storage provider for this Logto first',
  'entity.not_found': notFound,
  'entity.not_exists': notFound,
  'entity.not_exists_with_id': notFound,
  'entity.relation_foreign_key_not_found': unknownIds,
  'entity.db_constraint_violated': (refused) =>
    refused.missing.length > 0
      ? unknownIds(refused)
      : 'a value does not fit what is stored; check the ids, and that each is of the kind that the command takes',
  'entity.invalid_input': {
    says: 'nothing was given that Logto would store',
    hint: 'give at least one property that this command can set; `--help` lists them',
  },
  'entity.value_too_long': {
    says: 'a value is too long',
    hint: 'shorten it: names, usernames, e-mail addresses and phone numbers hold at most 128 characters, most others 256',
  },
  'entity.unique_integrity_violation': taken('name', ['name', 'id']),
  'user.username_already_in_use': taken('username', ['username'], 'user'),
  'user.email_already_in_use': taken('e-mail address', ['primaryEmail', 'email'], 'user'),
  'user.phone_already_in_use': taken('phone number', ['primaryPhone', 'phone'], 'user'),
  'user.personal_access_token_name_exists': taken('token name', ['name']),
  'application.secret_name_exists': taken('secret name', ['name']),
  'role.name_in_use': taken('role name', ['name']),
  'scope.name_exists': taken('scope name', ['name']),
  'resource.resource_identifier_in_use': taken('resource indicator', ['indicator']),
  'custom_profile_fields.name_exists': taken('field name', ['name']),
  'domain.hostname_already_exists': taken('domain', ['domain']),
  'application.protected_application_subdomain_exists': {
    says: 'the subdomain of the protected app is already taken',
    hint: 'give another subDomain in --protected-app-metadata',
  },
  'user.invalid_email': {
    says: 'the e-mail address is not valid',
    hint: 'give an address such as ann@example.com',
  },
  'user.invalid_phone': {
    says: 'the phone number is not valid',
    hint: 'give a number that exists, in digits alone, with the country code first: 15551234567',
  },
  'user.password_algorithm_required': 'say how the digest was made: --password-algorithm',
  'user.password_and_digest': 'give a password or a digest of one, not both',
  'user.invalid_role_type': {
    says: 'a role for machine-to-machine applications cannot be given to a user',
    hint: 'choose a role of the type User: logto roles list --type User',
  },
  'user.totp_secret_invalid': 'give the Base32 text of an authenticator app, or leave it out: Logto then makes one',
  'user.wrong_backup_code_format': {
    says: 'the backup codes do not have the right form',
    hint: 'give exactly ten, each of ten digits and letters a to f, or leave them out: Logto then makes them',
  },
  'application.invalid_role_type': {
    says: 'a role for users cannot be given to an application',
    hint: 'choose a role of the type MachineToMachine: logto roles list --type MachineToMachine',
  },
  'application.invalid_type': {
    says: 'the application is not of the type MachineToMachine',
    hint: 'only machine-to-machine applications hold roles: logto apps list --types MachineToMachine',
  },
  'application.third_party_application_only': {
    says: 'the application is one of your own, and this is for third-party applications alone',
    hint: 'third-party applications are listed by `logto apps list --is-third-party`; whether one is, is set when it is created',
  },
  'application.device_flow_not_changeable': {
    says: 'whether an application uses the device flow cannot be changed',
    hint: 'leave isDeviceFlow out, or create another application with it',
  },
  'application.saml.use_saml_app_api': {
    says: 'this is for applications of other types: the application is, or would be, of the type SAML',
    hint: 'use the commands for SAML applications: logto saml-apps --help',
  },
  'application.saml.saml_application_only': {
    says: 'the application is not of the type SAML',
    hint: 'SAML applications are listed by `logto apps list --types SAML`; for others use `logto apps`',
  },
  'application.saml.reach_oss_limit': {
    says: 'this Logto holds no more SAML applications',
    hint: 'delete one first: logto apps list --types SAML, logto saml-apps delete',
  },
  'application.saml.can_not_delete_active_secret': {
    says: 'the secret is the active one',
    hint: 'activate another one first: logto saml-apps update-secret --active',
  },
  'single_sign_on.can_not_delete_active_signing_key': {
    says: 'the signing key is the active one',
    hint: 'activate another one first: logto sso-connectors update-signing-key --active',
  },
  'organization.require_membership': {
    says: 'the user or application is no member of the organization',
    hint: 'add it first: logto orgs add-users, or logto orgs add-apps',
  },
  'organization.role_names_not_found':
    'check the names: logto org-roles list; or give ids with --organization-role-ids',
  'role.management_api_scopes_not_assignable_to_user_role': {
    says: 'scopes of the Management API cannot be in a role for users',
    hint: 'leave them out, or use a role of the type MachineToMachine',
  },
  'scope.name_with_space': { says: 'the name of a scope cannot hold spaces', hint: 'write it without: read:items' },
  'connector.not_found': {
    says: 'the tenant has no connector for this',
    hint: 'set one up: `logto connector-factories list` names the kinds, `logto connectors create` makes one; see also logto connectors list',
  },
  'connector.not_implemented': 'this kind of connector cannot do it; see logto connectors list',
  'connector.invalid_config':
    'correct the values of --config; the factory says which it takes: logto connector-factories get',
  'connector.unexpected_type': {
    says: 'the connector is of another type than this needs',
    hint: 'choose one of the right type: logto connectors list',
  },
  'hook.send_test_payload_failed':
    'check the URL in --config, and that the server of Logto reaches it; logto hooks get shows what is stored',
  'hook.missing_events': { says: 'the webhook has no event', hint: 'give at least one: --events' },
  'log.invalid_time_window': {
    says: 'the end of the time span is not after its start',
    hint: 'give an --end-time after --start-time',
  },
  'localization.invalid_translation_structure': {
    says: 'the phrases hold keys that Logto does not know',
    hint: 'keep to the keys that the sign-in page has: see logto well-known get-phrases',
  },
  'custom_profile_fields.invalid_name': {
    says: 'the name of a profile field holds letters and digits alone',
    hint: 'give such a name: --name favoriteColor',
  },
  'sign_in_experiences.password_expiration_not_enabled': {
    says: 'the tenant does not let passwords expire',
    hint: 'switch it on first: logto sign-in-exp update --set-json \'passwordExpiration={"enabled":true}\' --merge',
  },
  'oidc.session_not_found': notFound,
  'oidc.invalid_grant': ({ sent, ...refused }) =>
    sent.answer.status === 404 ? notFound({ sent, ...refused }) : undefined,
  'verification_code.code_mismatch': {
    says: 'the code is wrong',
    hint: 'give the code of the last message; each counts once: logto verification-codes send',
  },
}

/** Which of the ids do not exist, where it was found out. */
function unknownIds({ missing }: Refused): Words {
  const anyOf = new Intl.ListFormat('en', { type: 'disjunction' })
  return missing.length > 0
    ? { says: `there is no ${anyOf.format(missing)}`, hint: 'correct the id, or take it out' }
    : {
        says: 'one of the ids does not exist',
        hint: 'check each of them, and that each is of the kind that the command takes',
      }
}

/** Codes whose remedy depends on whose right the request carried. */
const byAuthority: Partial<Record<Authority, Readonly<Record<string, Remedy>>>> = {
  user: accountRemedies,
  interaction: signInRemedies,
}

/**
 * What is said of an error code of Logto's (or `http.<status>`), made for this very request: by the operation's own
 * facts, by whose right it was, or whatever the operation. Empty where nothing is known.
 */
export function wordsFor(code: string, refused: Refused): Words {
  const { authority, refusals = {} } = refused.operation
  const tables = [refusals, byAuthority[authority] ?? {}, remedies]
  const [special = {}, ...others] = tables.map((table) => saidBy(table[code], refused, Object.hasOwn(table, code)))
  return Object.assign({}, ...others.reverse(), filledIn(special, refused))
}

/** The operation's own words may name its arguments: `{user-id}`. */
function filledIn({ says, hint }: Words, refused: Refused): Words {
  const given = new Map(givenIn(refused).map(({ name, value }) => [name, value]))
  const fill = (text: string) => text.replace(/\{([\w-]+)\}/g, (whole, name: string) => given.get(name) ?? whole)
  return { ...(says === undefined ? {} : { says: fill(says) }), ...(hint === undefined ? {} : { hint: fill(hint) }) }
}

function saidBy(remedy: Remedy | undefined, refused: Refused, isOwn: boolean): Words {
  if (!isOwn || remedy === undefined) return {}
  const said = typeof remedy === 'function' ? remedy(refused) : remedy
  return typeof said === 'string' ? { hint: said } : (said ?? {})
}
