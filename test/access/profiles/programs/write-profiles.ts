/** Adds profiles one by one: `COUNT PREFIX`; without a count it goes on until it is killed, changing a large file. */
import { ConfigFile } from '../../../../src/access/profiles/config-file.js'
import { newProfileId, type Profile } from '../../../../src/access/profiles/profile.js'

const [count = '0', prefix = 'p'] = process.argv.slice(2)
const file = new ConfigFile(process.env)

function profile(scope?: string): Profile {
  return {
    id: newProfileId(),
    endpoint: 'https://acme.logto.app',
    tokenUrl: 'https://acme.logto.app/oidc/token',
    kind: 'client',
    storage: 'file',
    createdAt: new Date().toISOString(),
    ...(scope === undefined ? {} : { scope }),
  }
}

if (count === 'forever') {
  process.stdout.write('"started"\n')
  for (let round = 0; ; round += 1) {
    await file.update(({ profiles }) => {
      profiles[prefix] = profile(`${round}`.repeat(200_000))
    })
  }
}
for (let i = 0; i < Number(count); i += 1) {
  await file.update(({ profiles }) => {
    profiles[`${prefix}${i}`] = profile()
  })
}
process.stdout.write('"done"\n')
