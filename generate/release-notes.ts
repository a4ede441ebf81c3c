/**
 * `npm run release:notes -- v1.2.3`: what the changelog says of the release with that tag. Ends with 1 where the tag is
 * not the version of package.json, or the changelog has no dated section for it.
 */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const read = (file: string) => readFileSync(fileURLToPath(new URL(`../${file}`, import.meta.url)), 'utf8')
const { version } = JSON.parse(read('package.json')) as { version: string }
const [tag] = process.argv.slice(2)

const [, , notes] =
  read('CHANGELOG.md')
    .split(/^## /m)
    .map((section) => /^(\S+) – \d{4}-\d\d-\d\d\n([\s\S]*)$/.exec(section))
    .find((found) => found?.[1] === version) ?? []

if (tag !== `v${version}`) fail(`the tag is ${tag ?? 'missing'}, and package.json says ${version}`)
else if (notes === undefined) fail(`CHANGELOG.md has no section "## ${version} – YYYY-MM-DD"`)
else process.stdout.write(`${notes.trim()}\n`)

function fail(why: string): void {
  process.stderr.write(`${why}\n`)
  process.exitCode = 1
}
