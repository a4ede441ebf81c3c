/** `logto help environment`: every variable that the program reads. */
export const page = `Environment variables

WHERE THE TENANT IS
  LOGTO_ENDPOINT       Address of the tenant, without /api: https, or http on
                       this machine. Needed with any credential below.

CREDENTIALS OF THE MANAGEMENT API, the first that is set
  LOGTO_ACCESS_TOKEN   A token you already have.
  LOGTO_CLIENT_ID      Id and
  LOGTO_CLIENT_SECRET  secret of a machine-to-machine application.
  LOGTO_AUTH           Both in one, as id:secret.

WHERE THEY DIFFER FROM WHAT THE PROGRAM WORKS OUT
  LOGTO_RESOURCE       Resource indicator of the Management API. Default:
                       <endpoint>/api on *.logto.app, else
                       https://default.logto.app/api. Also read:
                       LOGTO_MANAGEMENT_API_RESOURCE.
  LOGTO_SCOPE          Scope to ask for. Default: all.
  LOGTO_TOKEN_URL      Token endpoint. Default: <endpoint>/oidc/token.

CREDENTIALS OF AN END USER
  LOGTO_USER_TOKEN     Opaque access token of a user, for the account and
                       verifications commands.

PROFILES AND FILES
  LOGTO_PROFILE        Profile to use. Not read where the variables above hold
                       credentials; see logto help profiles.
  LOGTO_KEYCHAIN       off: never touch the keychain.
  LOGTO_TOKEN_CACHE    off: keep no access token of environment credentials
                       between runs.
  LOGTO_CONFIG_DIR     Folder of the profiles. Default: logto-cli below
                       XDG_CONFIG_HOME or ~/.config, on Windows %APPDATA%.
  XDG_CACHE_HOME       Access tokens of environment credentials are kept in
                       logto-cli below it. Default: the platform's own place.

NETWORK
  HTTPS_PROXY, HTTP_PROXY, NO_PROXY
                       Proxy, and hosts to reach without it. This machine is
                       never reached through a proxy.
  NODE_EXTRA_CA_CERTS  File of further certificate authorities (PEM).

TERMINAL
  NO_COLOR             Set: no colours. FORCE_COLOR overrules it; --no-color
                       overrules both.
  CI, TERM=dumb        No progress line.
`
