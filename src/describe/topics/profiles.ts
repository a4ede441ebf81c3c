/** `logto help profiles`: how a tenant is chosen, and the guards. */
export const page = `Profiles: which tenant a command speaks to, and with what right

A profile is a name for a tenant and the credentials that open it. logto login
makes one. What is no secret stands in a file; secrets are in the keychain of
the operating system, or, with --storage file, in a file only you can read.

WHICH ONE IS IN FORCE, the first that applies
  1. --profile NAME (-p)
  2. credentials in the environment (logto help environment)
  3. LOGTO_PROFILE
  4. a project file here or in a folder above
  5. the default profile (logto profiles use NAME)

Endpoint and credentials always come from one source and are never mixed: an
--endpoint of another host than the profile's is refused (exit code 3).
logto whoami shows what is in force, where each value came from, and whether it
works.

COMMANDS
  logto login                   Sign in and keep it as a profile
  logto logout                  Forget a sign-in
  logto profiles list           List the profiles of this machine
  logto profiles show NAME      Show one of them
  logto profiles use NAME       Make it the default
  logto profiles set NAME …     Change its settings
  logto profiles rename A B     Give it another name
  logto profiles remove NAME    Remove it with its secrets

GUARDS against slips, not against someone who holds the credentials
  logto profiles set NAME --read-only
      Every command that writes is refused before anything is sent. Nothing
      turns this off for one run.
  logto profiles set NAME --protected
      Before something is destroyed, the profile's name must be typed; a script
      gives --yes --confirm NAME.

PROJECT FILE
  .logtorc, .logtorc.json, .logtorc.yaml, or "logto" in package.json:
      profile: staging
      readOnly: true
  It may say these two things and no other, and not choose a protected profile.
  It is read as data; nothing in it is run.
`
