/**
 * Every mend of Logto's documents, in the order in which they apply. The stored documents are the mended ones.
 *
 * Two marks of our own, for what OpenAPI cannot say:
 * - `x-logto-paging: required | optional` on an operation: the list always comes in pages, or only when a page is asked for.
 * - `x-logto-ignored: true` on a body property: Logto accepts it and does nothing with it.
 */
import { emptyAnswersAsJson, undescribedAnswers } from './answers.js'
import { ignoredProperties, propertiesOfProseOnly, undeclaredProperties } from './body-properties.js'
import { unknownFormats } from './formats.js'
import { undeclaredHeaders } from './headers.js'
import { literalsInFormat } from './literals.js'
import { formsDeclaredAsJson, textAnswersAsJson, untypedUploads } from './media-types.js'
import { openObjects } from './open-objects.js'
import { unsaidPaging } from './paging.js'
import { slashedPatterns } from './patterns.js'
import { repeatableSearch, unboundedCounts, undeclaredQuery } from './query-parameters.js'
import type { Repair } from './repair.js'
import { requiredDespiteDefault, requiredWithoutNeed } from './required.js'
import { accountToken, anonymousOperations, interactionCookie, optionalToken } from './security.js'
import { statusThatNeverComes, undeclaredStatus } from './statuses.js'
import { placeholderProperty, undescribedBodies } from './unguarded-bodies.js'
import { overlappingUnions } from './unions.js'
import { checkedByCode, scalarWithProperties, wronglyTyped } from './wrong-types.js'

export const allRepairs: readonly Repair[] = [
  untypedUploads,
  undescribedBodies,
  placeholderProperty,
  propertiesOfProseOnly,
  checkedByCode,
  scalarWithProperties,
  wronglyTyped,
  literalsInFormat,
  unknownFormats,
  slashedPatterns,
  overlappingUnions,
  undeclaredProperties,
  ignoredProperties,
  openObjects,
  requiredDespiteDefault,
  requiredWithoutNeed,
  undeclaredQuery,
  unboundedCounts,
  repeatableSearch,
  undeclaredHeaders,
  unsaidPaging,
  anonymousOperations,
  optionalToken,
  interactionCookie,
  accountToken,
  textAnswersAsJson,
  formsDeclaredAsJson,
  undeclaredStatus,
  statusThatNeverComes,
  emptyAnswersAsJson,
  undescribedAnswers,
]
