/** `logto help profiles`. */
export const page = `PROFILES

A profile is one tenant and one way to sign in to it. logto login makes one: it
proves the credentials by a call, keeps the secret in the keychain of the
operating system (or, with --storage file, in a file that only you can read)
and the rest in the configuration file.

WHICH TENANT A COMMAND IS FOR
Credentials and the address they are for come from one source, never mixed. The
first of these that applies:
  1. --profile NAME (-p)
  2. LOGTO_ENDPOINT with credentials in the environment
     (logto help environment)
  3. LOGTO_PROFILE
  4. a project file: .logtorc, .logtorc.json, .logtorc.yaml, or logto in
     package.json, in this folder or above
  5. the default profile (logto profiles use)

--endpoint beside a profile of another host is refused: what a profile holds
goes to its own hosts only. Commands that need no credentials (well-known,
experience) leave a default profile of another host aside. logto whoami shows
what is in force, and why.

GUARDS
  logto profiles set NAME --read-only   Refuse every command that changes
                                        something
  logto profiles set NAME --protected   Have the name typed before anything is
                                        destroyed; in a script: --yes
                                        --confirm NAME

A project file may hold two things: profile, which chooses one that is not
protected, and readOnly: true. It is data; nothing in it is run. The guards are
against slips, not against someone who holds the credentials.

KINDS
  logto login               A machine-to-machine application
  logto login --device      An administrator of a self-hosted Logto, by browser
  logto login --user        An end user, for account and verifications
  logto login --help        The others

The commands are listed by logto profiles.
`
