/**
 * What `logto refresh` makes is as good as what people reviewed: any operations, hidden from the program's facts and made
 * again from the documents, give commands that send the same requests.
 */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Parser } from '@oclif/core'
import { afterAll, describe, expect, it } from 'vitest'
import type { Operation } from '../../src/call/facts/operation.js'
import { apiNames, type Documents } from '../../src/call/facts/repairs/document.js'
import { globalFlags } from '../../src/call/operation/global-flags.js'
import { loadSchema } from '../../src/call/operation/load-schema.js'
import { argsOf, flagsOf } from '../../src/call/operation/oclif-shape.js'
import { soundDocument } from '../../src/call/refreshed/sound-document.js'
import { TenantCommands } from '../../src/call/refreshed/tenant-commands.js'
import { buildRequest } from '../../src/call/request/build.js'
import type { ApiRequest } from '../../src/call/request/request.js'
import type { OperationSchema } from '../../src/call/request/schema.js'
import { compare } from '../../src/jobs/refresh/compare.js'
import { olderProgram } from '../jobs/refresh/newer-documents.js'
import { hasReference, loadDocuments, referenceFolder, storedFolder } from '../openapi/reference.js'
import { type Contract, contracts, root } from './command-facts.js'
import { picture, variantsOf } from './variants.js'

const groupSize = 30
const all = await contracts()
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000)
const files = mkdtempSync(join(tmpdir(), 'hidden-files-'))
const folders: string[] = [files]
for (const name of [picture, 'site.zip']) writeFileSync(join(files, name), name)

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

/** The operations in random groups, each in one (mulberry32, so that a seed gives the same ones again). */
function groups(): Contract[][] {
  let state = seed
  const random = () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
  const mixed = all.map((one) => ({ one, place: random() })).sort((a, b) => a.place - b.place)
  const found: Contract[][] = []
  for (let at = 0; at < mixed.length; at += groupSize) found.push(mixed.slice(at, at + groupSize).map(({ one }) => one))
  return found
}

/** The program without these commands, refreshed from the documents of a folder. */
async function refreshed(hidden: readonly Contract[], folder: string): Promise<TenantCommands> {
  const place = mkdtempSync(join(tmpdir(), 'hidden-'))
  folders.push(place)
  olderProgram(place, new Set(hidden.map(({ command }) => command)))
  const documents = soundOf(loadDocuments(folder))
  const compared = await compare({ documents, documented: apiNames, etags: {} }, place)
  expect(compared.leftOut).toEqual([])
  expect(compared.wider).toEqual([])
  expect(compared.lacking).toEqual([])
  // As it is when it was kept and read again.
  const kept = JSON.parse(JSON.stringify(compared.documents)) as Documents
  const again = soundOf(kept, true)
  return new TenantCommands(
    { ...compared, documents: again, program: '1', endpoint: '', readAt: new Date().toISOString(), etags: {} },
    place,
  )
}

function soundOf(documents: Documents, isMended = false): Documents {
  const { management, experience, user } = documents
  return {
    management: soundDocument(management, isMended),
    experience: soundDocument(experience, isMended),
    user: soundDocument(user, isMended),
  }
}

async function requestOf(line: readonly string[], operation: Operation, schema: OperationSchema): Promise<ApiRequest> {
  const flags = { ...globalFlags, ...flagsOf(operation) }
  const words = line.map((word, i) => (line[i - 1] === '--file' ? join(files, word) : word))
  const parsed = await Parser.parse(words, { args: argsOf(operation), flags })
  return buildRequest(
    operation,
    { args: parsed.args as Record<string, string>, flags: parsed.flags },
    {
      command: 'x',
      sources: undefined,
      schema: async () => schema,
      stored: async () => ({}),
      notice: async () => {},
    },
  )
}

const source = hasReference ? join(referenceFolder, 'openapi') : storedFolder

describe(`hidden and refreshed, with the seed ${seed},`, () => {
  it.each(groups().map((group, i) => [i + 1, group] as const))(
    'group %i sends the same requests',
    { timeout: 60_000 },
    async (_, group) => {
      const commands = await refreshed(group, source)
      const made = new Map(commands.made().map((one) => [one.operation.id, one]))
      expect([...made.keys()].sort()).toEqual(group.map(({ documented }) => documented.id).sort())
      for (const contract of group) {
        const again = made.get(contract.documented.id)
        if (!again) throw new Error(contract.command)
        const known = await loadSchema(root, contract.command)
        const others: Contract = {
          ...contract,
          command: again.command,
          operation: again.operation,
          flags: Object.keys(flagsOf(again.operation)),
        }
        const words = (command: string) => command.split(' ').length
        const own = variantsOf(contract).filter(({ merges }) => !merges)
        const theirs = variantsOf(others).filter(({ merges }) => !merges)
        // Headers and the ways that only people know are their own.
        const plain = (line: readonly string[], command: string) =>
          withoutHeaders(line.slice(words(command)), contract, others)
        for (const [i, variant] of own.entries()) {
          const twin = theirs[i]
          if (!twin) throw new Error(`${again.command}: ${variant.title}`)
          const wanted = await requestOf(plain(variant.line, contract.command), contract.operation, known)
          const found = await requestOf(plain(twin.line, again.command), again.operation, again.schema)
          const told = `${contract.command} as ${again.command}: ${variant.title}`
          expect({ ...found, headers: {} }, told).toEqual({ ...wanted, headers: {} })
        }
        expect(again.operation.unreviewed).toBe(true)
        expect(again.operation.method === 'GET' || 'yes' in flagsOf(again.operation), again.command).toBe(true)
      }
    },
  )
})

/** Without the flags of headers, each with its value. */
function withoutHeaders(line: readonly string[], ...contracts: readonly Contract[]): string[] {
  const names = new Set(
    contracts.flatMap(({ operation }) => Object.keys(operation.headers ?? {}).map((flag) => `--${flag}`)),
  )
  return line.filter((word, i) => !names.has(word) && !names.has(line[i - 1] ?? ''))
}
