/** `logto help output`: formats, columns, queries, secrets. */
export const page = `Output: formats, columns, queries and secrets

Data goes to standard output. All else (questions, progress, notices, errors)
goes to standard error.

FORMATS, with --output (-o); --json is --output json
  table   For people: fitted to the terminal, with chosen columns, times in your
          zone, secrets masked. Piped: tab-separated, nothing cut or masked.
  json    What the API sent, as one document.
  jsonl   One row a line; --all prints them as they come.
  yaml    As json, in YAML.
  csv     A header and rows, full values; --csv-safe defuses what a spreadsheet
          would run as a formula.

An answer without a body prints a sentence on a terminal and nothing in a pipe;
json, yaml and jsonl print {"success":true,"status":204}.

CHOOSING
  --columns id,name,profile.givenName
          Which columns, in which order; in json and yaml, which properties.
          '*' is all of the first level.
  --query '[?isSuspended].primaryEmail'
          A JMESPath expression (jmespath.org) over what json would print.

MANY ROWS
  A paged list prints one page and says on standard error when rows are left.
  --all fetches every page, --limit N as many as it takes. With json and yaml
  the document is printed whole or, after a failure, not at all.

SECRETS
  are masked in tables on a terminal, and always in --debug, --dry-run, --curl
  and errors. --show-secrets shows them in a table. Commands that hand out a new
  secret show it.

FOR PROGRAMS
  In every format but table each line on standard error is one JSON object:
  {"notice":…} or {"error":{"code","message","status","details","requestId",
  "hint"}}. See logto help exit-codes.
`
