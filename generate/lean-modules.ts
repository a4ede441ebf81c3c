import { createRequire } from 'node:module'
import type { Plugin } from 'rolldown'

/** Debug output prints whole requests, secrets too. */
const noDebug =
  'module.exports = function debug() { return Object.assign(() => {}, { enabled: false, extend: () => module.exports() }) }'

/** Warns those who program with a library; it is made with eval. */
const noDeprecations =
  'module.exports = () => Object.assign(() => {}, { function: (wrapped) => wrapped, property: () => {} })'

/**
 * What libraries load at every start and this program never uses, with what stands in for it in the bundle. Measured
 * together (Node 20.20, medians of whole runs, an empty script taking 62 ms): a usage error from 130 to 112 ms.
 */
const standIns: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '@oclif/core': {
    // oclif's debug output prints the whole command line, secrets too; `--debug` is this program's own.
    debug: noDebug,
    // Commands are found by their file; there are no plugins to find by patterns.
    minimatch: 'module.exports = {}',
    tinyglobby: 'module.exports = {}',
    // package.json is handed over, not searched.
    lilconfig: 'module.exports = {}',
    // Progress is shown by src/call/output.
    'cli-spinners':
      'module.exports = new Proxy({}, { get: (_, name) => name !== "__esModule" && { frames: ["-"], interval: 80 } })',
    // Tells Windows in a Linux subsystem; only file names of caches would depend on it.
    'wsl-utils': 'module.exports = { isWsl: false, powerShellPath: async () => "powershell.exe" }',
    // oclif's own templates are names of values; compiling each line of a help page as a program took 8 ms.
    ejs: 'module.exports = { render: (text, values) => text.replace(/<%= *([\\w.]+) *%>/g, (_, path) => path.split(".").reduce((value, name) => value[name], values)) }',
    'string-width': widthOf('@oclif/core/package.json'),
    // For oclif's own check of Node's version.
    semver: 'module.exports = { satisfies: () => true }',
    // For the one small file of a theme: promises of files are made by threads, which would have to be started.
    'node:fs/promises':
      'const fs = require("node:fs"); for (const name of ["access", "readFile", "readdir", "stat"]) exports[name] = async (...given) => fs[name + "Sync"](...given)',
  },
  'widest-line': { 'string-width': widthOf('widest-line') },
  // The sandbox asks nobody: of its provider's clients nothing is fetched.
  'oidc-provider': {
    got: 'module.exports = {}',
    debug: noDebug,
    // Its first file warns of each Node that came after it; all that the sandbox uses of it is tested on them.
    './helpers/attention.js': 'exports.info = exports.warn = () => {}',
  },
  koa: { debug: noDebug, depd: noDeprecations },
  '@koa/router': { debug: noDebug },
  'http-errors': { depd: noDeprecations },
  cookies: { depd: noDeprecations },
  // Forms are read as UTF-8 alone: the tables of all other encodings are half a megabyte.
  'raw-body': {
    'iconv-lite':
      'const { StringDecoder } = require("node:string_decoder"); exports.getDecoder = () => new StringDecoder("utf8")',
  },
  // Elicited answers are one property, which who asked looks at; results of tools are a script's to check.
  '@modelcontextprotocol/sdk': {
    '../validation/ajv-provider.js':
      'exports.AjvJsonSchemaValidator = class { getValidator() { return (data) => ({ valid: true, data, errorMessage: undefined }) } }',
  },
  undici: {
    // Bodies are bytes, never forms, which come with all of the web's interfaces.
    '../web/fetch/body.js': 'module.exports = {}',
    // The parser is a file beside the bundle's: as text it took a fifth of what every request reads.
    '../llhttp/llhttp-wasm.js': besideBundle('llhttp.wasm'),
    '../llhttp/llhttp_simd-wasm.js': besideBundle('llhttp_simd.wasm'),
    // A message of node:http is never a body here; the limit is Node's own, and loaded only if somebody has set it.
    'node:http':
      'exports.IncomingMessage = class {}; Object.defineProperty(exports, "maxHeaderSize", { get: () => /max-http-header-size/.test(process.execArgv + process.env.NODE_OPTIONS) ? require("node:http").maxHeaderSize : 16384 }); Object.defineProperty(exports, "STATUS_CODES", { get: () => require("node:http").STATUS_CODES })',
    // HTTP/2 is off by default: its client would load Node's http2 and tls for every plain request.
    './client-h2.js': 'module.exports = () => { throw new Error("HTTP/2 is left out of this program") }',
  },
}

/** Plain letters are as wide as they are many: the tables of emoji are read for a text that may hold some. */
function widthOf(importer: string): string {
  const load = createRequire(import.meta.url)
  const real = createRequire(load.resolve(importer)).resolve('string-width')
  return `module.exports = (text) => typeof text === "string" && /^[ -~]*$/.test(text) ? text.length : require(${JSON.stringify(real)})(text)`
}

function besideBundle(file: string): string {
  return `module.exports = require("node:fs").readFileSync(require("node:path").join(__dirname, ${JSON.stringify(file)}))`
}

const prefix = '\0stand-in:'

/** Puts the stand-ins in the place of the modules, for the libraries named alone. */
export const leanModules: Plugin = {
  name: 'lean-modules',
  resolveId(module, importer) {
    const library = Object.keys(standIns).find((name) => importer?.includes(`/node_modules/${name}/`))
    return library !== undefined && standIns[library]?.[module] !== undefined ? `${prefix}${library}:${module}` : null
  },
  load(id) {
    if (!id.startsWith(prefix)) return null
    const library = Object.keys(standIns).find((name) => id.startsWith(`${prefix}${name}:`)) ?? ''
    return standIns[library]?.[id.slice(`${prefix}${library}:`.length)] ?? null
  },
}
