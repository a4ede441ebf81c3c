import { aspnet } from './aspnet.js'
import { auth0 } from './auth0.js'
import { clerk } from './clerk.js'
import { cognito } from './cognito.js'
import { devise } from './devise.js'
import { django } from './django.js'
import { firebase } from './firebase.js'
import { fusionauth } from './fusionauth.js'
import { keycloak } from './keycloak.js'
import { ldap } from './ldap.js'
import { logto } from './logto.js'
import { okta } from './okta.js'
import type { Source } from './source.js'
import { supabase } from './supabase.js'
import { wordpress } from './wordpress.js'
import { workos } from './workos.js'

/** In the order in which they are tried: those whose columns could be another's come after it. */
export const allSources: readonly Source[] = [
  ...[firebase, cognito, okta, clerk, keycloak, supabase, workos, fusionauth, django, wordpress, aspnet, devise, ldap],
  ...[auth0, logto],
]
