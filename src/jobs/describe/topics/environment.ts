/** `logto help environment`. */
export const page = `ENVIRONMENT

Credentials and the address they are for are taken together or not at all: as
soon as LOGTO_ENDPOINT and one of the credentials is set, no profile is used
(--profile wins over both). An empty variable counts as not set.

THE TENANT
  LOGTO_ENDPOINT        Address of the tenant, without /api; https, or http on
                        this machine
  LOGTO_CONSOLE         Address of its Console, for logto open, where it cannot
                        be worked out
  LOGTO_PROFILE         Profile to use, where the environment holds no
                        credentials

CREDENTIALS
  LOGTO_ACCESS_TOKEN    An access token of the Management API; comes before the
                        application
  LOGTO_CLIENT_ID       ID of a machine-to-machine application
  LOGTO_CLIENT_SECRET   Its secret
  LOGTO_AUTH            Both in one, as ID:SECRET
  LOGTO_USER_TOKEN      An end user's opaque token, for the commands of account
                        and verifications

WHERE THE TOKEN COMES FROM
  LOGTO_RESOURCE        Resource indicator of the Management API. Else
                        LOGTO_MANAGEMENT_API_RESOURCE, else <endpoint>/api on
                        *.logto.app and https://default.logto.app/api elsewhere
  LOGTO_SCOPE           Scope to ask for [all]
  LOGTO_TOKEN_URL       Token endpoint [<endpoint>/oidc/token]

THIS MACHINE
  LOGTO_KEYCHAIN=off    Leave the keychain of the operating system alone
  LOGTO_TOKEN_CACHE=off
                        Do not keep access tokens of environment credentials
                        between runs
  LOGTO_CONFIG_DIR      Folder of the profiles [logto-cli in XDG_CONFIG_HOME or
                        ~/.config; on Windows in %APPDATA%]
  XDG_CACHE_HOME        Where the cache lies, in logto-cli: tokens, and for a
                        day what lists have shown, which completion offers
  XDG_STATE_HOME        Where the journals of batches lie, in logto-cli
  LOGTO_PAGER, PAGER    Pager for what is longer than the screen, such as less;
                        cat, or LOGTO_PAGER= for none
  VISUAL, EDITOR        Editor of the edit commands [vi]; one that opens a
                        window has to wait until that is closed
  LOGTO_NO_UPDATE_NOTIFIER=1
                        Do not say that there is a newer release, and ask
                        nobody for it. It is said at most once a day, on a
                        terminal, and never where CI is set
  NO_COLOR, FORCE_COLOR
                        Without, or with, colours; --no-color wins

NETWORK
  HTTPS_PROXY, HTTP_PROXY, NO_PROXY
                        Proxies; this machine is never reached through one
  NODE_EXTRA_CA_CERTS   File with further certificate authorities (PEM)

logto whoami shows what is in force, and where each value came from.
`
