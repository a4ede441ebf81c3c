/** `logto help bodies`: the ways to give the body of a request. */
export const page = `Bodies: how the body of a request is given

FLAGS, one for each property of the first level
  --primary-email ann@example.com     text: the type comes from Logto's schema,
  --primary-phone 15551234567         never from the look of the value
  --is-suspended, --no-is-suspended   true, false
  --role-ids A --role-ids B           a list, one value each time
  --custom-data '{"plan":"pro"}'      an object, as JSON or @FILE

PARTS, by path, with the names Logto uses
  --set profile.givenName=Ann         text, or what the schema says
  --set customData.tags[0]=vip        an item of a list
  --set-json customData.seats=5       JSON, null included
  A dot or bracket in a name is written \\. or \\[.

THE WHOLE BODY
  --body '{"name":"Acme"}'            JSON
  --body @FILE                        JSON or YAML
  --body -                            standard input
  logto schema COMMAND --skeleton > body.yaml prints one to edit.

If several are given, flags win over --set and --set-json, which win over
--body. The same place given twice is refused.

SECRETS, without showing them to other users or the shell's history
  --password -                        from standard input
  --password @FILE                    from a file
  '--password=?'                      asked for, without echo

A PATCH REPLACES EACH OBJECT AND LIST IT GIVES, as a whole
  --set customData.plan=pro alone is refused, since the rest would be lost.
  --merge     reads what is stored and changes the parts given
  --replace   sends the parts given, and no more
  Lists are replaced either way; null is sent as null.

BEFORE SENDING
  Refused: a name the body does not have, a required property that is missing,
  a value of the wrong type or outside a closed set. Not judged: lengths,
  formats, and names further inside. --no-validate sends the body as it is;
  --dry-run prints the request and sends nothing. Files go with --file PATH.
`
