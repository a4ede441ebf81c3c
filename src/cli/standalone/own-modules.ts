/** Loads the program's modules from the executable, and starts its threads from there. */
import { Module } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import threads from 'node:worker_threads'
import { loadNative } from './native.js'
import { ownFile, root } from './own-files.js'

/** What Node has and its types do not tell. These are the hooks that loaders use on Node 20, which has no others. */
const internals = Module as unknown as {
  _resolveFilename(request: string, parent: { filename?: string | null } | undefined, ...rest: unknown[]): string
  _extensions: Record<string, (module: LoadedModule, file: string) => void>
}

interface LoadedModule extends NodeModule {
  _compile(code: string, file: string): void
}

/** Lets `require` find what lies in the executable, in the thread that calls this. */
export function serveModules(): void {
  const resolveOnDisk = internals._resolveFilename
  internals._resolveFilename = (request, parent, ...rest) =>
    placeOf(request, parent?.filename ?? '') ?? resolveOnDisk.call(Module, request, parent, ...rest)
  for (const extension of ['.cjs', '.js', '.node']) {
    const loadFromDisk = internals._extensions[extension] ?? internals._extensions['.js']
    internals._extensions[extension] = (module, file) => {
      const data = ownFile(file)
      if (!data) loadFromDisk?.(module, file)
      else if (extension === '.node') loadNative(module, data)
      else module._compile(data.toString('utf8'), file)
    }
  }
  Object.assign(threads, { Worker: OwnWorker })
}

/** The path of a module that the executable holds, asked for by one of its own. */
function placeOf(request: string, parent: string): string | undefined {
  if (request.startsWith(root)) return ownFile(request) && request
  if (!parent.startsWith(root)) return undefined
  const path =
    request === 'keytar'
      ? join(root, 'node_modules', 'keytar', 'lib', 'keytar.js')
      : request.startsWith('.')
        ? resolve(dirname(parent), request)
        : join(root, 'node_modules', request)
  return ownFile(path) && path
}

/** A thread whose file lies in the executable begins with `thread.ts`, which loads it. */
class OwnWorker extends threads.Worker {
  constructor(file: string | URL, options: threads.WorkerOptions = {}) {
    const isOwn = typeof file === 'string' && ownFile(file) !== undefined
    const begin = isOwn ? ownFile(join(root, 'standalone', 'thread.cjs')) : undefined
    if (begin) super(begin.toString('utf8'), { ...options, eval: true, argv: [file] })
    else super(file, options)
  }
}
