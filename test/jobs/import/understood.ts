import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { besideFile } from '../../../src/jobs/import/beside-file.js'
import type { Checked } from '../../../src/jobs/import/check/checked-people.js'
import { openPeople } from '../../../src/jobs/import/input/open-people.js'
import type { Plan } from '../../../src/jobs/import/plan.js'
import { understand } from '../../../src/jobs/import/understand.js'
import { type ImportWishes, plainWishes } from '../../../src/jobs/import/wishes.js'

export interface Given {
  from?: string | undefined
  encoding?: string | undefined
  wishes?: Partial<ImportWishes>
  /** Contents of the files beside. */
  hashes?: string | undefined
  firebaseParams?: string | undefined
  map?: string | undefined
}

export interface Understood {
  plan: Plan
  /** In the order of the first row. */
  all: Checked[]
  /** Those who would be created. */
  people: Checked['person'][]
  /** `line code` of each fault, in the order of the rows. */
  faults: string[]
}

/** What is understood of a file with this content. */
export async function understood(content: string | Uint8Array, given: Given = {}): Promise<Understood> {
  const folder = mkdtempSync(join(tmpdir(), 'logto-import-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const path = (name: string, text: string | Uint8Array | undefined) => {
    if (text === undefined) return undefined
    writeFileSync(join(folder, name), text)
    return join(folder, name)
  }
  const beside = {
    hashes: path('hashes', given.hashes),
    firebaseParams: path('params', given.firebaseParams),
    map: path('map', given.map),
  }
  return understoodFile(path('people', content) ?? '', { ...given, ...beside })
}

/** The same of a file that there is; what is beside are paths. */
export async function understoodFile(input: string, given: Given = {}): Promise<Understood> {
  const { from, encoding, wishes, hashes, firebaseParams, map } = given
  const people = await openPeople({ input, encoding, from, hasMap: map !== undefined })
  try {
    const beside = await besideFile(people, { hashes, firebaseParams, map })
    const { plan, checked } = await understand(
      people,
      { ...plainWishes, ...wishes },
      { ...beside, now: Date.parse('2025-01-01') },
    )
    const all: Checked[] = []
    for await (const one of checked()) all.push(one)
    all.sort((a, b) => (a.numbers[0] ?? 0) - (b.numbers[0] ?? 0))
    return {
      plan,
      all,
      people: all
        .filter(({ faults, person }) => faults.length === 0 && person.leftOut === undefined)
        .map(({ person }) => person),
      faults: all.flatMap((one) => one.faults.map(({ line, code }) => `${line} ${code}`)),
    }
  } finally {
    await people.close()
  }
}

/** A CSV of these columns and rows, as RFC 4180 writes it. */
export function csv(columns: readonly string[], ...rows: readonly (readonly string[])[]): string {
  const cell = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
  return [columns, ...rows].map((row) => `${row.map(cell).join(',')}\n`).join('')
}
