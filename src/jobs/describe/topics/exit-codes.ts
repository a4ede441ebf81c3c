/** `logto help exit-codes`. */
export const page = `EXIT CODES

    0  Done
    1  A fault of this program
    2  Usage: an unknown command or flag, a bad value, a body refused before it
       was sent, something destructive without --yes, or answered with no
    3  Not allowed: no credentials, refused by the token endpoint, status 401 or
       403, a read-only profile, a login that has lapsed
    4  Not found (status 404)
    5  Refused by the API (other statuses of 400 and above, below 500)
    6  Too many requests (status 429), or a quota that is used up
    7  Server or network: a status of 500 and above, a timeout, no connection,
       an unexpected redirect
    8  Partly done: rows were printed before it failed; some rows of a batch
       were not done; not all of a tenant's files could be compared or applied
    9  logto tenant diff: something differs; logto tenant apply: the plan no
       longer fits the tenant
   10  The output could not be written: a full disk, a closed file
  130  Interrupted (Ctrl-C)

A reader that closes the pipe early (logto users list --all | head -1) is no
error: the program ends with 0.

ERRORS
Errors go to standard error: a line that says what is wrong, one that says what
to do, and the ID of the request where the server answered. With a machine
format (--json, -o jsonl, yaml or csv) each line there is one JSON object:

  {"notice":"showing 20 of 1,234: use --all"}
  {"error":{"code":"entity.not_found","message":"…","status":404,"hint":"…"}}

"code" is Logto's own where there is one, and stable otherwise. "status",
"details", "requestId" and "hint" are there where they are known.

WHAT IS TRIED AGAIN
Requests that are safe to repeat (GET, PUT, DELETE, and all after status 429 or
a refused connection), up to --retries times. --timeout is for each try.
`
