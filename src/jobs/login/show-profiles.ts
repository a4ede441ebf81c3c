import { type Configuration, findProfile } from '../../access/profiles/profile.js'
import { printAnswer, rowsOf } from '../../call/operation/print-answer.js'
import { settingsOf } from '../../call/operation/settings.js'
import { notice } from '../../call/output/notice.js'
import type { Streams } from '../../call/output/streams.js'

/** A profile as people and scripts see it; its secrets are elsewhere. */
export function profileRow(name: string, configuration: Configuration): Record<string, unknown> {
  const { id: _, kind, ...profile } = findProfile(configuration, name, 'show')
  return {
    name,
    isDefault: configuration.defaultProfile === name,
    kind,
    ...profile,
    readOnly: profile.readOnly === true,
    protected: profile.protected === true,
  }
}

/** Prints profiles as rows. */
export async function printProfiles(
  rows: readonly Record<string, unknown>[],
  flags: Readonly<Record<string, unknown>>,
  streams: Streams,
): Promise<void> {
  const settings = settingsOf(flags)
  if (rows.length === 0) {
    await notice('there are no profiles yet: sign in with `logto login`', settings.format, streams)
  }
  const columns = ['name', 'isDefault', 'endpoint', 'kind', 'storage', 'readOnly', 'protected']
  await printAnswer(rowsOf(rows), settings, streams, columns)
}
