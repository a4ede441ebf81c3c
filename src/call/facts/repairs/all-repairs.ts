/**
 * Every mend of Logto's documents, in the order in which they apply. The stored documents are the mended ones.
 *
 * Marks of our own, for what OpenAPI cannot say:
 * - `x-logto-paging: required | optional` on an operation: the list always comes in pages, or only when a page is asked for.
 * - `x-logto-ignored: true` on a body property: Logto accepts it and does nothing with it.
 * - `x-logto-merges: true` on an object in the body of a PATCH: its keys are laid over the stored ones.
 * - `x-logto-wanted: true` on a body property: refused without it, unless a deprecated property stands in its place.
 * - `x-logto-example: VALUE` on a body or a property of it: one that the server takes, where its names are free in the document alone.
 * - `x-logto-search: [FIELD, …]` on an operation: the fields that its search can name.
 * - `x-logto-keeps: true` on a PUT: what is not given stays as it is.
 * - `x-logto-memberwise: PROPERTY` on a PUT: the set in it is safe only when members are added by POST and removed by DELETE.
 * - `x-logto-made-anyway: {by, despite}` on a POST: refused for the list `despite`, the object was made; `by` finds it.
 */
import { emptyAnswersAsJson, undescribedAnswers } from './answers.js'
import { ignoredProperties, propertiesOfProseOnly, undeclaredProperties } from './body-properties.js'
import { namesThatAreKnown } from './examples.js'
import { unknownFormats } from './formats.js'
import { undeclaredCookies, undeclaredHeaders } from './headers.js'
import { literalsInFormat } from './literals.js'
import { formsDeclaredAsJson, textAnswersAsJson, untypedUploads } from './media-types.js'
import { openObjects } from './open-objects.js'
import { unsaidPaging } from './paging.js'
import { slashedPatterns } from './patterns.js'
import { repeatableSearch, unboundedCounts, undeclaredQuery } from './query-parameters.js'
import type { Repair } from './repair.js'
import { requiredDespiteDefault, requiredOtherwise, requiredUnlessOld, requiredWithoutNeed } from './required.js'
import { accountToken, anonymousOperations, interactionCookie, optionalToken } from './security.js'
import { refusalsThatAnswer, statusThatNeverComes, undeclaredStatus } from './statuses.js'
import { droppedProperties, halfMadeObjects, keepingPuts, memberwisePuts, mergingProperties } from './stored-bodies.js'
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
  droppedProperties,
  mergingProperties,
  keepingPuts,
  memberwisePuts,
  halfMadeObjects,
  namesThatAreKnown,
  openObjects,
  requiredDespiteDefault,
  requiredOtherwise,
  requiredUnlessOld,
  requiredWithoutNeed,
  undeclaredQuery,
  unboundedCounts,
  repeatableSearch,
  undeclaredHeaders,
  undeclaredCookies,
  unsaidPaging,
  anonymousOperations,
  optionalToken,
  interactionCookie,
  accountToken,
  textAnswersAsJson,
  formsDeclaredAsJson,
  undeclaredStatus,
  statusThatNeverComes,
  refusalsThatAnswer,
  emptyAnswersAsJson,
  undescribedAnswers,
]
