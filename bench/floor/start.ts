import { dirname, join } from 'node:path'
import { keepCompiledCode } from '../../src/base/engine.js'

const here = dirname(process.argv[1] ?? '')
keepCompiledCode(join(here, 'code'), { version: '0', use: 'run', bundled: join(here, 'chunks') })
void import('./command.js').then(({ run }) => run(here, process.argv.slice(2)))
