import { Flags } from '@oclif/core'
import { globalFlags } from '../../call/operation/global-flags.js'

const {
  curl: _,
  'dry-run': __,
  columns: ___,
  'csv-safe': ____,
  'query-param': _____,
  header: ______,
  ...shared
} = globalFlags

/** Global flags of the tenant commands that ask the tenant. */
export const runFlags = shared

/** Which kinds are meant. */
export const kindFlags = {
  only: Flags.string({
    description: 'Only this kind, by the name of its file; repeatable',
    helpValue: '<kind>',
    multiple: true,
    multipleNonGreedy: true,
  }),
  except: Flags.string({
    description: 'All but this kind; repeatable',
    helpValue: '<kind>',
    multiple: true,
    multipleNonGreedy: true,
  }),
  with: Flags.string({
    description: 'Organizations too, which are data and left out otherwise',
    options: ['organizations'],
    multiple: true,
    multipleNonGreedy: true,
  }),
}

/** Values for the tags of the files. */
export const variableFlags = {
  var: Flags.string({
    description: 'Value of a !var in the files; repeatable [default: LOGTO_VAR_NAME]',
    helpValue: '<name=value>',
    multiple: true,
    multipleNonGreedy: true,
  }),
  vars: Flags.string({ description: 'YAML file with values of !var', helpValue: '<file>' }),
}

export const valueFlags = {
  ...variableFlags,
  secrets: Flags.string({
    description: 'YAML file with values of !secret, mode 0600 [default: LOGTO_SECRET_NAME]',
    helpValue: '<file>',
  }),
}
