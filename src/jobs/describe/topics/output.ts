/** `logto help output`. */
export const page = `OUTPUT

Data goes to standard output; questions, progress, notices and errors go to
standard error. Output that cannot be written ends with exit code 10.

FORMATS (--output, -o; --json is -o json)
  table  For people, the default. On a terminal fitted to its width, times in
         local time, those of this week as they lie from now. What does not fit
         is cut, ids before names, and what is the same in every row is left
         out; -o text prints ids whole. Piped, columns are separated by tabs,
         nothing is cut, and times are ISO 8601 in UTC
  json   What the API sent, as one document
  jsonl  A row a line, printed as the pages come
  yaml   The same as json
  csv    The columns of the table with full values (RFC 4180, UTF-8 without a
         byte order mark, lines end in a line feed). --csv-safe defuses cells
         that a spreadsheet would run as a formula. Times are ISO 8601 in UTC
  text   Bare values for xargs and shell variables, a line each: the id of the
         object or of each row; with --columns these, separated by tabs; with
         --query what it yields. A value with a line break, a tab or a control
         character is refused

  logto users list -o text | xargs -n1 logto users get
  id=$(logto users create --username ana -o text)

An answer without a body is a sentence on a terminal, and in machine formats
{"success":true,"status":204}.

COLUMNS AND QUERIES
  --columns id,name,profile.givenName
      Chooses and orders columns; in json, jsonl and yaml it cuts the document
      to these parts. '*' stands for all properties (table, csv,
      text).
  --query '[?isSuspended].primaryEmail'
      Applies JMESPath (jmespath.org) to the document that json would print.
      What it makes of rows decides their columns in table and csv:
      '[].{id: id, mail: primaryEmail}' has two.

PAGES
A paged list prints one page and says on standard error when there is more.
  --all            Fetch every page
  --limit N        As many pages as it takes for N rows
  --page N         This page; --page-size N sets its rows, 1 to 100
  --sort FIELD     Sort by a field: name, createdAt:desc. Logto sorts nothing:
                   the whole list is read; with --limit N, its first rows stay

SECRETS
On a terminal tables mask secrets, unless --show-secrets is given or the command
is there to hand out a new one. Piped output and the other formats carry what
the API sent. Dry runs, errors and --debug mask them always.

TRYING
  --dry-run   Print the request as JSON and send nothing; needs no tenant
  --curl      Print it as a line for curl, each secret as a shell variable; the
              headers accept and accept-language are left to curl
  --debug     Show requests and answers on standard error
`
