/** The part of cosmiconfig behind its front door, which is published without types. */
declare module 'cosmiconfig/dist/Explorer.js' {
  import type { CommonOptions, Loader, PublicExplorer, Transform } from 'cosmiconfig'

  interface ExplorerOptions extends CommonOptions {
    moduleName: string
    loaders: Record<string, Loader>
    transform: Transform
    /** A file that would change these options: never one here. */
    metaConfigFilePath: null
  }

  export const Explorer: new (options: ExplorerOptions) => Pick<PublicExplorer, 'load'>
}
