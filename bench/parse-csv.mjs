// Parses a CSV file with the library alone, and keeps nothing.
import { createReadStream } from 'node:fs'
import { parse } from 'csv-parse'

let count = 0
for await (const _ of createReadStream(process.argv[2]).pipe(parse())) count += 1
process.stdout.write(`${count}\n`)
