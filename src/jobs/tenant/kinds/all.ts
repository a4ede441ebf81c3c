import type { Kind } from '../model/kind.js'
import { accountCenter } from './account-center.js'
import { actions } from './actions.js'
import { applicationSecrets, applications } from './applications.js'
import { captcha } from './captcha.js'
import { cimd } from './cimd.js'
import { connectors } from './connectors.js'
import { customPhrases } from './custom-phrases.js'
import { customProfileFields } from './custom-profile-fields.js'
import { emailTemplates } from './email-templates.js'
import { hooks } from './hooks.js'
import { idToken } from './id-token.js'
import { jwtCustomizers } from './jwt-customizers.js'
import { organizationRoles, organizationScopes } from './organization-template.js'
import { organizations } from './organizations.js'
import { resources, scopes } from './resources.js'
import { roles } from './roles.js'
import { samlApplications } from './saml-applications.js'
import { session } from './session.js'
import { signInExperience } from './sign-in-experience.js'
import { ssoConnectors } from './sso-connectors.js'

/** Every kind, in the order in which a plan shows them. */
export const allKinds: readonly Kind[] = [
  resources,
  scopes,
  roles,
  organizationScopes,
  organizationRoles,
  applications,
  applicationSecrets,
  samlApplications,
  connectors,
  ssoConnectors,
  signInExperience,
  accountCenter,
  emailTemplates,
  customPhrases,
  customProfileFields,
  captcha,
  hooks,
  jwtCustomizers,
  actions,
  session,
  idToken,
  cimd,
  organizations,
]

/** Files of the kinds, without their ending, in the same order. */
export const fileNames: readonly string[] = [...new Set(allKinds.map(({ place }) => place.file))]
