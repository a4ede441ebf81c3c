/** For `--import`: the optional package keytar was not installed. */
import { register } from 'node:module'

const hook = `export async function resolve(name, context, next) {
  if (name !== 'keytar') return next(name, context)
  throw Object.assign(new Error("Cannot find package 'keytar' imported from here"), { code: 'ERR_MODULE_NOT_FOUND' })
}`
register(`data:text/javascript,${encodeURIComponent(hook)}`)
