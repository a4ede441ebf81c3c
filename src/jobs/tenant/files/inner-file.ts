import { readFileSync, realpathSync } from 'node:fs'
import { isAbsolute, join, relative, sep } from 'node:path'

/** Reads files that YAML names, inside one folder. */
export class InnerFiles {
  constructor(readonly folder: string | undefined) {}

  /** The text of a file, or why it cannot be had. Links that lead out of the folder are not followed. */
  read(path: string): { text: string } | { fault: string } {
    if (this.folder === undefined) return { fault: '!file needs a folder, and this document has none' }
    if (path === '' || isAbsolute(path)) return { fault: '!file takes a path inside the folder' }
    const outside = { fault: `${path} is outside of the folder` }
    if (relative(this.folder, join(this.folder, path)).startsWith('..')) return outside
    try {
      const home = realpathSync(this.folder)
      const real = realpathSync(join(home, path))
      if (!real.startsWith(home + sep)) return outside
      return { text: readFileSync(real, 'utf8') }
    } catch (error) {
      const isAbsent = (error as NodeJS.ErrnoException).code === 'ENOENT'
      return { fault: isAbsent ? `there is no file ${path}` : `${path} cannot be read` }
    }
  }
}
