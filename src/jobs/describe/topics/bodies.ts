/** `logto help bodies`. */
export const page = `BODIES

Each property of a request's body has a flag; values inside objects are set by
path. All of these can be mixed: the flags lie over --set and --set-json, which
lie over --body.

  --name 'Ann Lee'                   A property
  --role-ids a --role-ids b          A list: the flag again for each value
  --role-ids a,b                     The same, for lists of ids alone
  --set profile.givenName=Ann        A value inside the body, as text
  --set customData.tags[0]=vip       An item of a list
  --set customData.tags+=vip         Behind a list; also customData.tags[]=vip
  --set-json customData.seats=3      A value as JSON, null included
  --expires-at 30d                   A time: a length, a date, or milliseconds
  --body '{"name":"Ann"}'            The whole body
  --body @user.yaml                  From a file, JSON or YAML
  --body -                           From standard input
  --file picture.png                 The file of an upload

In a path a dot or bracket that belongs to a name is written \\. or \\[. The same
place given twice, or an object given whole and in part, is refused.

TYPES
Types come from the schema of the API, never from the look of the text:
--primary-phone 15551234567 stays text. Where a property takes JSON, its flag
also takes @FILE.

FILES AND TIMES
Files are UTF-8, or UTF-16 with its mark; --encoding names another. YAML reads
01234 and 1.10 as numbers: put texts in quotes. 30d, 12h or 90m lead ahead for
what expires, else back; a date or time without a zone is local.

SECRETS
A flag that holds a secret takes - for standard input, @FILE, or =? to be asked:
  logto users create --username ann '--password=?'

THE CHECK
Before anything is sent, unknown and missing properties, values of the wrong
type, outside a closed set or in the past are refused (exit code 2).
--no-validate sends the body as it is.

CHANGING WHAT IS STORED
Logto replaces each object in a PATCH as a whole. Setting a part of one is
refused unless you say what you mean:
  --merge     Read what is stored first, and change only the parts given
  --replace   Send the parts alone; the rest of the object is lost

What get prints, update takes: --body @FILE. What only answers hold is left out.

A BODY TO FILL IN
  logto schema users create              What the body may hold
  logto schema users create --skeleton   A body to edit, for --body @FILE
  logto users create --name Ann --dry-run  What would be sent
`
