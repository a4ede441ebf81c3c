import { aspnetHash } from '../digests/aspnet.js'
import type { Source } from './source.js'

/** ASP.NET Core Identity: the table `AspNetUsers`. */
export const aspnet: Source = {
  name: 'aspnet',
  title: 'ASP.NET Identity',
  knows: (sample) =>
    sample.has('PasswordHash') && sample.hasAny('SecurityStamp', 'NormalizedUserName', 'EmailConfirmed'),
  read(row, { now }) {
    const { person } = row
    person.sourceId = row.text('Id', 'id')
    row.creation('username', 'UserName')
    row.creation('primaryEmail', 'Email')
    row.creation('primaryPhone', 'PhoneNumber')
    row.confirmed('primaryEmail', row.flag('EmailConfirmed', 'primaryEmail'))
    row.confirmed('primaryPhone', row.flag('PhoneNumberConfirmed', 'primaryPhone'))
    const locked = Date.parse(row.text('LockoutEnd', 'isSuspended') ?? '')
    if (locked > now) person.isSuspended = true
    const hash = row.text('PasswordHash', 'password')
    if (hash !== undefined) person.password = aspnetHash(hash)
    row.pass(
      'repeated',
      'NormalizedUserName',
      'NormalizedEmail',
      'SecurityStamp',
      'ConcurrencyStamp',
      'AccessFailedCount',
    )
    row.pass('repeated', 'LockoutEnabled', 'TwoFactorEnabled')
  },
}
