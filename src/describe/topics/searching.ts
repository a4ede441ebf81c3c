/** `logto help searching`: the search flags, paging, times. */
export const page = `Searching: users and others, paging, times

The search flags are on users list, apps list, roles list and lists of their
members; the help of a command shows whether it has them. Users are searched by
id, primaryEmail, primaryPhone, username and name.

WHAT TO LOOK FOR
  --contains kim                      this text in any field
  --search '%@example.com'            a pattern in any field
  --where 'primaryEmail=%@acme.com'   a pattern in one field; repeatable
  A pattern matches the whole value; % stands for any text.

HOW TO MATCH
  --mode exact                        for all fields, or --mode id=exact for one
      like         % is any text (the default)
      exact        the value itself; a --where field may then be repeated, to
                   find any of several values
      similar_to   SQL's SIMILAR TO; needs --case-sensitive
      posix        a regular expression
  --joint and                         every pattern must match, not just one
  --case-sensitive                    tell upper from lower case

  logto users find ann@example.com    one user, by a whole identifier
  logto users list --where id=U1 --where id=U2 --mode id=exact

Organizations, their members and their roles have --q TEXT instead: one text,
looked for in what Logto holds searchable there.

PAGING
  --page 2 --page-size 50             one page; 20 rows unless told, at most 100
  --limit 500                         as many pages as it takes
  --all                               every page

TIMES (--start-time, --end-time)
  an age (90s, 30m, 1h, 7d, 2w), a date (2026-01-31, 2026-01-31T09:00:00Z), or
  milliseconds since 1970. A bare date begins at midnight UTC; one with a time
  and no zone is local.
`
