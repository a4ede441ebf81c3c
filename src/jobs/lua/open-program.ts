import { isAnythingKept } from '../../call/refreshed/kept-folder.js'
import type { ScriptProgram } from './program.js'

/** The program with what is kept of the tenant that the flags choose. */
export async function openScriptProgram(
  own: ScriptProgram,
  { profile, endpoint }: Readonly<Record<string, unknown>>,
): Promise<ScriptProgram> {
  if (!isAnythingKept(process.env)) return own
  const [{ openTenantCommands }, { tenantLoader }] = await Promise.all([
    import('../../call/refreshed/open.js'),
    import('../../call/operation/tenant-loader.js'),
  ])
  const asked = { profile: profile as string | undefined, endpoint: endpoint as string | undefined }
  const { commands: tenant } = await openTenantCommands(asked, own.root)
  return { ...own, tenant, load: tenantLoader(own.load, tenant, own.root) }
}
