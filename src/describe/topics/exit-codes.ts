/** `logto help exit-codes`: what each code of src/errors.ts means, and how errors look. */
export const page = `Exit codes

    0  done
    1  a fault of this program
    2  usage: an unknown command or flag, a body refused before sending,
       something destructive without --yes, or a question answered no
    3  not allowed: no credentials, refused by the token endpoint, 401, 403, a
       read-only profile, a login that has lapsed
    4  not found (404)
    5  refused by the API (any other 4xx)
    6  too many requests, or a quota is used up (429)
    7  server or network failure, timeout, an unexpected redirect
    8  partly done: the work failed after some of it was done or printed
  130  interrupted (Ctrl-C)

An error says on standard error what was wrong and what to do, and with the
API's own errors the request id to look for in Logto's log. With --output json,
jsonl, yaml or csv it is one line:

  {"error":{"code":"entity.not_found","message":"…","status":404,…}}

code is Logto's own where there is one; what this program finds by itself has
codes of the same look, such as usage.unknown_flag and auth.no_endpoint.

Repeated by itself, twice unless --retries says otherwise: what is safe to
repeat (GET, PUT, DELETE), and any request after a 429 or a refused connection.

  logto users get U1 --json > user.json
  case $? in
    0) ;;
    4) echo "no such user" ;;
    *) exit 1 ;;
  esac
`
