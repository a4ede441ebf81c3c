import { Flags } from '@oclif/core'
import { formats } from '../output/format.js'

const group = 'GLOBAL'

/** Flags of commands that only speak to the person in front of them. */
export const processFlags = {
  debug: Flags.boolean({
    description: 'Show the requests and answers on standard error, secrets masked',
    helpGroup: group,
  }),
  'no-color': Flags.boolean({ description: 'Print without colours', helpGroup: group }),
  'no-input': Flags.boolean({ description: 'Never ask; fail where a question would be needed', helpGroup: group }),
}

/** Flags of commands that print an answer. */
export const outputFlags = {
  output: Flags.string({
    char: 'o',
    description: 'Format of the answer; table is for people, text for lines of shell, the others for programs',
    options: [...formats],
    helpGroup: group,
  }),
  json: Flags.boolean({ description: 'Same as --output json', helpGroup: group, exclusive: ['output'] }),
  columns: Flags.string({
    description: "Columns to show, in this order: id,name,profile.givenName; '*' for all (table, csv, text)",
    helpValue: '<paths>',
    helpGroup: group,
  }),
  query: Flags.string({
    description: 'Apply a JMESPath expression to the answer, such as [].primaryEmail',
    helpValue: '<jmespath>',
    helpGroup: group,
  }),
  'csv-safe': Flags.boolean({
    description: 'Defuse cells that a spreadsheet would run as a formula',
    helpGroup: group,
  }),
  'show-secrets': Flags.boolean({ description: 'Do not mask secrets in tables', helpGroup: group }),
}

/** Flags of commands that send requests. */
export const requestFlags = {
  profile: Flags.string({
    char: 'p',
    description: 'Profile to use, whatever the environment holds; see `logto profiles`',
    helpValue: '<name>',
    helpGroup: group,
  }),
  endpoint: Flags.string({
    description: 'Address of the tenant, such as https://acme.logto.app; default LOGTO_ENDPOINT',
    helpValue: '<url>',
    helpGroup: group,
  }),
  'dry-run': Flags.boolean({
    description: 'Print the request as JSON, secrets masked, and send nothing',
    helpGroup: group,
  }),
  curl: Flags.boolean({
    description: 'Print a curl line with each secret as a shell variable, and send nothing',
    helpGroup: group,
    exclusive: ['dry-run'],
  }),
  'query-param': Flags.string({
    description: 'Extra query parameter; repeatable',
    helpValue: '<name=value>',
    multiple: true,
    multipleNonGreedy: true,
    helpGroup: group,
  }),
  header: Flags.string({
    description: 'Extra request header; repeatable',
    helpValue: '<name:value>',
    multiple: true,
    multipleNonGreedy: true,
    helpGroup: group,
  }),
  retries: Flags.string({
    description: 'Further tries of a request that is safe to repeat [default: 2]',
    helpValue: '<n>',
    helpGroup: group,
  }),
  timeout: Flags.string({
    description: 'Time for each try, such as 30s, 500ms, 2m [default: 30s]',
    helpValue: '<time>',
    helpGroup: group,
  }),
}

/** Flags of commands that send nothing, and speak of what was refreshed from a tenant. */
export const tenantFlags = {
  profile: requestFlags.profile,
  endpoint: requestFlags.endpoint,
}

/** What every command takes that sends a request and prints its answer. */
export const globalFlags = { ...outputFlags, ...requestFlags, ...processFlags }
