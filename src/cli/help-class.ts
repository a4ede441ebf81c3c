/** oclif's own command `help` looks for its pages in a file that package.json names (`helpClass`). */
export { Help as default } from './help.js'
