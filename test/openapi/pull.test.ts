import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readMadeNames } from '../../generate/names.js'
import { pull } from '../../generate/pull.js'
import { apiNames, type Documents, type Operation } from '../../src/call/facts/repairs/document.js'
import { documentsWith, taking } from './sample-documents.js'

const root = join(import.meta.dirname, '..', '..')
let source: string
let target: string

beforeEach(() => {
  source = mkdtempSync(join(tmpdir(), 'pull-from-'))
  target = mkdtempSync(join(tmpdir(), 'pull-to-'))
})

afterEach(() => {
  for (const folder of [source, target]) rmSync(folder, { recursive: true })
})

function serve(documents: Documents, suffix = '.json'): void {
  for (const api of apiNames) writeFileSync(join(source, `${api}${suffix}`), JSON.stringify(documents[api]))
}

/** Pulls into a folder of its own, and gives what was said but for the warnings (a sample lacks most of what is mended). */
async function pulled(from = source): Promise<string[]> {
  const said: string[] = []
  await pull(from, target, (line) => said.push(line))
  return said.filter((line) => !line.startsWith('warning: stale repair'))
}

/** An operation that is valid as it stands. */
const complete = (operation: Partial<Operation>) => documentsWith({ responses: { 204: {} }, ...operation })

const withName = (type: 'string' | 'number') =>
  complete(taking({ type: 'object', required: ['name'], properties: { name: { type } } }))

describe('pull', () => {
  it('writes the three documents and says what is new', async () => {
    serve(withName('string'))
    expect(await pulled()).toEqual([
      '+ POST /api/things/0',
      'a name to start from: things thing0 (Thing0)',
      'wrote management.json, experience.json, user.json',
    ])
    // What `logto refresh` has called it is understood from then on.
    expect(readdirSync(target).sort()).toEqual(['experience.json', 'made-names.yaml', 'management.json', 'user.json'])
    expect([...readMadeNames(join(target, 'made-names.yaml'))]).toEqual([['Thing0', 'things thing0']])
  })

  it('says "no change" the second time and leaves the files alone', async () => {
    serve(withName('string'))
    await pulled()
    const before = statSync(join(target, 'management.json'))
    expect(await pulled()).toEqual(['no change'])
    expect(statSync(join(target, 'management.json')).ino).toBe(before.ino)
  })

  it('says what changed and writes only the document that did', async () => {
    serve(withName('string'))
    await pulled()
    serve(withName('number'), '.json')
    expect(await pulled()).toEqual([
      '~ POST /api/things/0',
      '    body name changed: string, required -> number, required',
      'wrote management.json',
    ])
  })

  it('reads the names a tenant serves too, and warns of repairs that match nothing', async () => {
    serve(withName('string'), '.openapi.json')
    const said: string[] = []
    await pull(source, target, (line) => said.push(line))
    expect(said).toContain('warning: stale repair "undeclared query parameters": there is no operation ListUsers')
  })

  it('reads from a tenant', async () => {
    serve(withName('string'))
    const server = createServer((request, response) => {
      const [, api] = /^\/api\/\.well-known\/(\w+)\.openapi\.json$/.exec(request.url ?? '') ?? []
      if (!api) return response.writeHead(404).end()
      return response.end(readFileSync(join(source, `${api}.json`)))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    try {
      expect(await pulled(`${address}/`)).toContain('+ POST /api/things/0')
      await expect(pulled(`${address}/elsewhere`)).rejects.toThrow(/answered 404/)
    } finally {
      await new Promise((resolve) => server.close(resolve))
    }
    await expect(pulled(address)).rejects.toThrow(/cannot reach http:/)
  })

  it.each([
    ['a file is missing', () => rmSync(join(source, 'user.json')), /neither user\.json nor user\.openapi\.json/],
    ['a file is not JSON', () => writeFileSync(join(source, 'user.json'), '<html>'), /user\.json is not JSON/],
    [
      'a file is not OpenAPI',
      () => writeFileSync(join(source, 'user.json'), '{"swagger":"2.0"}'),
      /user\.json is not an OpenAPI 3\.0/,
    ],
    ['a file holds null', () => writeFileSync(join(source, 'user.json'), 'null'), /user\.json is not an OpenAPI 3\.0/],
  ])('refuses when %s', async (_case, spoil, message) => {
    serve(withName('string'))
    spoil()
    await expect(pulled()).rejects.toThrow(message)
    expect(readdirSync(target)).toEqual([])
  })

  it.each<[string, Documents, RegExp]>([
    ['a reference leads nowhere', complete(taking({ $ref: '#/components/schemas/Gone' })), /Gone leads nowhere/],
    [
      'two operations share an id',
      documentsWith({ operationId: 'Same' }, { operationId: 'Same' }),
      /no operation id of its own/,
    ],
    ['a security scheme is not defined', complete({ security: [{ magic: [] }] }), /no security scheme magic/],
    [
      'a path parameter is not in the path',
      complete({ parameters: [{ name: 'id', in: 'path', required: true, schema: {} }] }),
      /path parameters id/,
    ],
    ['the schema of OpenAPI is broken', complete(taking({ type: 'text' as 'string' })), /type/],
  ])('writes nothing when %s', async (_case, documents, detail) => {
    serve(documents)
    const error: unknown = await pulled().catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'openapi.invalid' })
    expect(String((error as { details: string[] }).details)).toMatch(detail)
    expect(readdirSync(target)).toEqual([])
  })
})

describe('the program', () => {
  it.each([
    ['no source', [], 2, /--from is missing[\s\S]*Usage: npm run openapi:pull/],
    ['an unknown option', ['--form', 'x'], 2, /form/],
    ['a folder that is not there', ['--from', '/nowhere'], 2, /neither management\.json/],
    ['a tenant that is not there', ['--from', 'http://127.0.0.1:9'], 7, /cannot reach/],
  ])('ends with a line that helps: %s', async (_case, args, status, message) => {
    const { code, stderr } = await run(args)
    expect(stderr).toMatch(message)
    expect(stderr).not.toContain('    at ')
    expect(code).toBe(status)
  })
})

function run(args: string[]): Promise<{ code: number; stderr: string }> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['--import', 'tsx', join(root, 'generate', 'pull.ts'), ...args],
      { cwd: root },
      (error, _stdout, stderr) => {
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, stderr })
      },
    )
  })
}
