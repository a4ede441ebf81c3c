/** `logto help searching`. */
export const page = `SEARCHING

Which of these flags a list has, its help says. Users are searched by id,
primaryEmail, primaryPhone, username and name; custom data and the suspended
state cannot be searched.

WHAT TO LOOK FOR
  --contains kim                      This text in any field
  --search '%@example.com'            A pattern in any field
  --where 'primaryEmail=%@acme.com'   A pattern in one field; repeatable
A pattern must match the whole value; % in it stands for any text.

HOW TO MATCH
  --mode exact           For every field; --mode id=exact for one
      like               % stands for any text (the default)
      exact              The value itself; --where may then name a field more
                         than once, for any of several values
      similar_to         SQL's SIMILAR TO; needs --case-sensitive
      posix              A regular expression
  --joint and            Every pattern must match, not just one
  --case-sensitive       Tell upper from lower case

  logto users find ann@example.com
      One user, by a whole identifier
  logto users list --where id=U1 --where id=U2 --mode id=exact
      Several users at once

Organizations, their members and apps, and the organization template have
--q TEXT instead: rows in which Logto finds this text.

TIMES (--start-time, --end-time)
  7d                     An age: s, m, h, d or w before now
  2026-01-31             Midnight UTC
  2026-01-31T09:00:00Z   A point in time; without a zone it is local
  1769850000000          Milliseconds since 1970

COMMANDS
  logto search WORDS     Finds commands by what they do
  logto docs TOPIC       The commands of a topic
`
