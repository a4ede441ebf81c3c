/** Bodies: unknown properties, values that do not fit, places set twice, files that are none, and what goes out. */

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { makeHome, type RunOptions, run } from './run.js'
import { bare, errorOf, type Tenant, tenant } from './tenant.js'

/** Runs a line that must be refused before anything is sent; gives what it said. */
async function refused(line: readonly string[], options: RunOptions = {}, at?: Tenant): Promise<string> {
  const server = at ?? (await tenant())
  const { code, stdout, stderr } = await server.logto(line, options)
  expect({ code, stdout, received: server.received }, stderr).toEqual({ code: 2, stdout: '', received: [] })
  expect(stderr.trimEnd().split('\n').length, `a message and what to do: ${stderr}`).toBeGreaterThanOrEqual(2)
  return stderr
}

/** Runs a line that must be sent; gives the body of its last request. */
async function sent(line: readonly string[], options: RunOptions = {}, at?: Tenant): Promise<unknown> {
  const server = at ?? (await tenant())
  const { code, stderr } = await server.logto(line, options)
  expect(code, stderr).toBe(0)
  return JSON.parse(server.received.at(-1)?.body ?? '')
}

describe('refused before sending', () => {
  it.each([
    [['--body', '{"nmae":"x"}'], /the body has no property nmae; did you mean name\?\n/],
    [['--set', 'nmae=x'], /the body has no property nmae; did you mean name\?\n/],
    [['--set-json', 'primaryMail="a"'], /no property primaryMail; did you mean primaryEmail\?/],
    [['--body', '{"toString":1}'], /the body has no property toString/],
    [['--body', '{"__proto__":{"a":1}}'], /the body has no property __proto__/],
    [['--body', '[]'], /the body must be an object, not a list/],
    [['--body', 'null'], /the body must be an object, not null/],
    [['--body', '"text"'], /the body must be an object, not "text"/],
    [['--set', 'customData=x'], /customData must be an object/],
    [['--set-json', 'name=5'], /name must be text/],
    [['--custom-data', '[1]'], /customData must be an object, not a list/],
    [[], /nothing to change was given/],
  ])('users update %o', async (flags, why) => {
    expect(await refused(['users', 'update', 'u1', ...flags])).toMatch(why)
  })

  it('a property that is really missing, named with its flag', async () => {
    expect(await refused(['roles', 'create', '--name', 'x'])).toMatch(/description is missing \(--description\)/)
  })

  it('a value outside a closed set in a body, the nearest named', async () => {
    const stderr = await refused(['roles', 'create', '--body', '{"name":"x","description":"y","type":"Usr"}'])
    expect(stderr).toMatch(/type cannot be "Usr"; did you mean User\?/)
  })

  it('all problems at once', async () => {
    const stderr = await refused(['roles', 'create', '--body', '{"nam":"x","type":3}'])
    expect(stderr).toMatch(/nam/)
    expect(stderr).toMatch(/type/)
    expect(stderr).toMatch(/description is missing/)
  })

  it('as one JSON line in a machine format', async () => {
    const ended = await bare(['users', 'update', 'u1', '--body', '{"nmae":1}', '--dry-run', '-o', 'jsonl'])
    expect(errorOf(ended)).toMatchObject({ code: 'usage.invalid_body', hint: expect.stringContaining('--no-validate') })
  })

  it('a list that was not given', async () => {
    expect(await refused(['custom-profile-fields', 'create-batch'])).toMatch(/--body/)
    expect(await refused(['custom-profile-fields', 'create-batch', '--no-validate'])).toMatch(/--body/)
  })

  it.each([
    [['--access-token-ttl', 'first'], /--access-token-ttl: first is not a number/],
    [['--access-token-ttl='], /--access-token-ttl: an empty value is not a number/],
    [['--access-token-ttl', 'NaN'], /--access-token-ttl: NaN is not a number/],
    [['--access-token-ttl', 'Infinity'], /--access-token-ttl: Infinity is not a number/],
  ])('%o: no number', async (flags, why) => {
    expect(await refused(['resources', 'update', 'x', ...flags])).toMatch(why)
  })

  it('--no-validate sends all of it as it is', async () => {
    const line = ['roles', 'create', '--body', '{"nmae":1}', '--type', 'Martian', '--no-validate']
    expect(await sent(line)).toEqual({ nmae: 1, type: 'Martian' })
  })
})

describe('--set', () => {
  it.each([
    [['--set', 'customData.a=1', '--set', 'customData.a=2'], /customData\.a is set twice/],
    [['--set', 'customData.a=1', '--set-json', 'customData.a=2'], /customData\.a is set twice/],
    [['--set', 'customData.a=1', '--set', 'customData.a.b=2'], /--set customData\.a and --set customData\.a\.b/],
    [['--custom-data', '{}', '--set', 'customData.b=2'], /--custom-data and --set customData\.b/],
    [['--set', '__proto__.x=1'], /may not contain __proto__/],
    [['--set', 'customData.constructor.x=1'], /may not contain constructor/],
    [['--set', 'customData.prototype=1'], /may not contain prototype/],
    [['--set', 'customData[__proto__]=1'], /needs a number/],
    [['--set', 'customData..a=1'], /empty part/],
    [['--set', '.a=1'], /empty part/],
    [['--set', 'customData.=1'], /ends in a dot/],
    [['--set', 'customData.a[=1'], /closing bracket/],
    [['--set', 'customData.a[0]b=1'], /dot after \]/],
    [['--set', 'customData.a[99999999]=1'], /needs a number/],
    [['--set', 'customData.a'], /no '='/],
    [['--set', '=x'], /no path/],
    [['--set-json', 'customData.a={oops'], /--set-json customData\.a: not valid JSON/],
    [['--body', '{"name":"x"}', '--set', 'name.first=y'], /name\.first does not fit: name is no object/],
  ])('%o is refused', async (flags, why) => {
    expect(await refused(['users', 'update', 'u1', '--replace', ...flags])).toMatch(why)
  })

  it('keeps text where text may stand, and converts where the schema says so', async () => {
    const line = ['users', 'create', '--primary-phone', '15551234567', '--set', 'customData.phone=15551234567']
    expect(await sent([...line, '--set', 'customData.yes=true', '--set', 'profile.address.locality=42'])).toEqual({
      primaryPhone: '15551234567',
      customData: { phone: '15551234567', yes: 'true' },
      profile: { address: { locality: '42' } },
    })
    const converted = ['apps', 'create', '--name', 'x', '--type', 'SPA', '--set', 'isThirdParty=true']
    expect(await sent([...converted, '--set', 'customClientMetadata.idTokenTtl=3600'])).toMatchObject({
      isThirdParty: true,
      customClientMetadata: { idTokenTtl: 3600 },
    })
  })

  it('makes the lists and objects on the way, and takes escaped names', async () => {
    const line = ['users', 'create', '--set', 'customData.tags[1]=b', '--set', 'customData.a\\.b=c']
    expect(await sent(line)).toEqual({ customData: { tags: [null, 'b'], 'a.b': 'c' } })
  })

  it('--set-json carries null and anything else', async () => {
    const line = ['users', 'update', 'u1', '--set-json', 'name=null', '--set-json', 'customData={"a":[1,true]}']
    expect(await sent(line)).toEqual({ name: null, customData: { a: [1, true] } })
  })

  it('flags go over --set, and --set over --body', async () => {
    const body = '{"name":"body","username":"body","avatar":"body"}'
    const line = ['users', 'update', 'u1', '--body', body, '--set', 'username=set', '--name', 'flag']
    expect(await sent(line)).toEqual({ name: 'flag', username: 'set', avatar: 'body' })
  })

  it('a property given by flag and by --set: the flag wins or it is refused, never silently the other', async () => {
    const { logto, received } = await tenant()
    const { code } = await logto(['users', 'update', 'u1', '--set', 'name=set', '--name', 'flag'])
    if (code === 0) expect(JSON.parse(received[0]?.body ?? '')).toEqual({ name: 'flag' })
    else expect({ code, received }).toEqual({ code: 2, received: [] })
  })
})

describe('a PATCH that would lose data', () => {
  const line = ['users', 'update', 'u1', '--set', 'customData.plan=pro']
  const stored = { id: 'u1', name: 'Ann', customData: { plan: 'free', since: 2020, deep: { a: 1 } } }

  it('is refused, and both ways out are named', async () => {
    const stderr = await refused(line)
    expect(stderr).toMatch(/would replace all of customData/)
    expect(stderr).toMatch(/--merge.*--replace/)
  })

  it('--merge reads what is stored, and sends it with the change', async () => {
    const server = await tenant({ body: stored })
    const merged = await sent([...line, '--set', 'customData.deep.b=2', '--merge'], {}, server)
    expect(merged).toEqual({ customData: { plan: 'pro', since: 2020, deep: { a: 1, b: '2' } } })
    expect(server.received.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /api/users/u1',
      'PATCH /api/users/u1',
    ])
  })

  it('--merge that cannot read changes nothing', async () => {
    const server = await tenant({ status: 404, body: { code: 'entity.not_found', message: 'Not here.' } })
    expect((await server.logto([...line, '--merge'])).code).toBe(4)
    expect(server.received.map(({ method }) => method)).toEqual(['GET'])
  })

  it('--replace sends the part alone', async () => {
    const server = await tenant({ body: stored })
    expect(await sent([...line, '--replace'], {}, server)).toEqual({ customData: { plan: 'pro' } })
    expect(server.received).toHaveLength(1)
  })

  it('--merge and --replace exclude each other', async () => {
    expect(await refused([...line, '--merge', '--replace'])).toMatch(/--merge|--replace/)
  })

  it('is none where Logto merges by itself', async () => {
    const body = await sent(['users', 'update-custom-data', 'u1', '--set', 'customData.plan=pro'])
    expect(body).toEqual({ customData: { plan: 'pro' } })
  })

  it('is none where the object is given whole', async () => {
    const whole = await sent(['users', 'update', 'u1', '--custom-data', '{"a":1}'])
    expect(whole).toEqual({ customData: { a: 1 } })
  })
})

describe('JSON and YAML', () => {
  it.each([
    ['{"name": "x",\n oops}', /line 2, column 2/],
    ['{"name": "hunter2', /not valid JSON/],
    ['', /it is empty/],
    ['   ', /it is empty/],
    ['{name: x}', /there are no quotes in it/],
  ])('--body %o is refused with the place and without the text', async (body, why) => {
    const stderr = await refused(['users', 'update', 'u1', `--body=${body}`])
    expect(stderr).toMatch(why)
    expect(stderr).not.toContain('hunter2')
  })

  it.each([
    ['name: x\nusername: [a\n', /line 3|line 2/],
    ['a: b: c\n', /line 1, column/],
    ['{"name" "hunter2"}', /line 1, column/],
    ['name: !!js/function hunter2\n', /line 1, column 7/],
    ['name: a\n---\nname: b\n', /line 2/],
    ['', /it is empty/],
    [bomb(), /aliases/],
  ])('a file or pipe with %o too', async (text, why) => {
    const server = await tenant()
    writeFileSync(join(server.home, 'body.yaml'), text)
    for (const [flag, input] of [
      ['@body.yaml', ''],
      ['-', text],
    ] as const) {
      const stderr = await refused(['users', 'update', 'u1', '--body', flag], { input }, server)
      expect(stderr).toMatch(why)
      expect(stderr).not.toContain('hunter2')
    }
  })

  it('both are read from a file and from standard input', async () => {
    const server = await tenant()
    writeFileSync(join(server.home, 'body.json'), '{"name": "Ann"}')
    const line = ['users', 'update', 'u1', '--body']
    expect(await sent([...line, '@body.json'], {}, server)).toEqual({ name: 'Ann' })
    expect(await sent([...line, '-'], { input: '{"name":"Bob"}' }, server)).toEqual({ name: 'Bob' })
    const yaml = '# a comment\nname: "no"\nusername: no\nprimaryPhone: "0155"\n'
    expect(await sent([...line, '-'], { input: yaml }, server)).toEqual({
      name: 'no',
      username: 'no',
      primaryPhone: '0155',
    })
  })

  it('goes out as UTF-8 JSON', async () => {
    const server = await tenant()
    expect(await sent(['users', 'update', 'u1', '--name', 'Zoë 👩‍🚀 \u2028'], {}, server)).toEqual({
      name: 'Zoë 👩‍🚀 \u2028',
    })
    expect(server.received[0]?.headers['content-type']).toBe('application/json')
  })
})

describe('files and standard input', () => {
  it('a file that is not there, or is a folder, is named', async () => {
    const server = await tenant()
    mkdirSync(join(server.home, 'folder'))
    const line = ['users', 'update', 'u1', '--body']
    expect(await refused([...line, '@missing.json'], {}, server)).toMatch(/missing\.json: there is no such file/)
    expect(await refused([...line, '@folder'], {}, server)).toMatch(/folder: it is a folder/)
    expect(await refused(['user-assets', 'upload', '--file', 'missing.png'], {}, server)).toMatch(
      /--file: cannot read missing\.png: there is no such file/,
    )
    expect(await refused(['user-assets', 'upload', '--file', 'folder'], {}, server)).toMatch(/it is a folder/)
    expect(await refused(['user-assets', 'upload'], {}, server)).toMatch(/--file is missing/)
  })

  it('a body over 1 MiB is refused with the reason; one just below goes', async () => {
    const server = await tenant()
    const big = (length: number) => JSON.stringify({ customData: { text: 'x'.repeat(length) } })
    const line = ['users', 'update', 'u1', '--body', '-']
    expect(await refused(line, { input: big(1024 * 1024) }, server)).toMatch(/1\.00 MiB; Logto takes at most 1 MiB/)
    expect(await sent(line, { input: big(1024 * 1024 - 100) }, server)).toBeTypeOf('object')
  })

  it('two that want standard input are refused', async () => {
    const line = ['users', 'create', '--password', '-', '--body', '-']
    const stderr = await refused(line, { input: '{}' })
    expect(stderr).toMatch(/both want standard input\n.*@FILE/)
    expect(stderr).toMatch(/--body and --password|--password and --body/)
  })

  it('a secret comes by -, by @FILE, or as it is; one line break at its end is dropped', async () => {
    const server = await tenant()
    writeFileSync(join(server.home, 'secret'), 'from file\r\n')
    const line = ['users', 'update-password', 'u1']
    expect(await sent([...line, '--password', '-'], { input: ' from pipe \n' }, server)).toEqual({
      password: ' from pipe ',
    })
    expect(await sent([...line, '--password', '@secret'], {}, server)).toEqual({ password: 'from file' })
    expect(await sent([...line, '--password', 'as it is'], {}, server)).toEqual({ password: 'as it is' })
  })

  it('a secret that asks needs a terminal, and says how to do without', async () => {
    const stderr = await refused(['users', 'update-password', 'u1', '--password=?'])
    expect(stderr).toMatch(/no terminal to ask on\n.*'-'.*@FILE/)
  })

  it('a long text comes by @FILE', async () => {
    const server = await tenant()
    writeFileSync(join(server.home, 'style.css'), 'a { b: c }\n')
    expect(await sent(['sign-in-exp', 'update', '--custom-css', '@style.css'], {}, server)).toEqual({
      customCss: 'a { b: c }\n',
    })
  })

  it('JSON flags take @FILE', async () => {
    const server = await tenant()
    writeFileSync(join(server.home, 'data.yaml'), 'a: [1, 2]\n')
    expect(await sent(['users', 'update', 'u1', '--custom-data', '@data.yaml'], {}, server)).toEqual({
      customData: { a: [1, 2] },
    })
  })

  it('one file goes as multipart with its name and type', async () => {
    const server = await tenant({ body: { url: 'https://x' } })
    writeFileSync(join(server.home, 'avatar.png'), 'PNG!')
    const ended = await server.logto(['user-assets', 'upload', '--file', 'avatar.png', '--json'])
    expect(ended).toMatchObject({ code: 0, stderr: '' })
    const [{ headers, body } = { headers: {}, body: '' }] = server.received
    expect(headers['content-type']).toMatch(/^multipart\/form-data; boundary=/)
    expect(body).toMatch(/name="file"; filename="avatar\.png"\r\ncontent-type: image\/png\r\n\r\nPNG!\r\n/i)
  })
})

describe('a secret that is read', () => {
  it('is never empty', async () => {
    const create = ['users', 'create-mfa-verification', 'u1', '--type', 'Totp', '--secret', '-', '--dry-run']
    for (const input of ['', '\n']) {
      const { code, stderr } = await bare(create, { input })
      expect([code, stderr]).toEqual([2, expect.stringContaining('--secret: standard input is empty')])
    }
    const home = makeHome()
    onTestFinished(home.remove)
    writeFileSync(join(home.path, 'empty.txt'), '')
    const line = ['users', 'create', '--password-algorithm', 'MD5', '--password-digest', '@empty.txt', '--dry-run']
    const ended = await run(line, home.path, { cwd: home.path })
    expect([ended.code, ended.stderr]).toEqual([2, expect.stringContaining('the file empty.txt is empty')])
  })
})

describe('values inside objects that the document hides', () => {
  it.each([
    [
      ['sign-in-exp', 'update', '--replace', '--set', 'usernamePolicy.caseSensitive=true'],
      { usernamePolicy: { caseSensitive: true } },
    ],
    [
      ['sign-in-exp', 'update', '--replace', '--set', 'usernamePolicy.minLength=3'],
      { usernamePolicy: { minLength: 3 } },
    ],
    [
      ['saml-apps', 'update', 's1', '--replace', '--set', 'encryption.encryptAssertion=false'],
      { encryption: { encryptAssertion: false } },
    ],
  ])('%o', async (line, body) => {
    expect(JSON.parse((await bare([...line, '--dry-run'])).stdout).body).toEqual(body)
  })
})

describe('what Logto ignores', () => {
  it('is sent, with a notice', async () => {
    const { logto, received } = await tenant()
    const ended = await logto([
      'resources',
      'update',
      'r1',
      '--name',
      'Orders',
      '--set',
      'indicator=https://x',
      '--json',
    ])
    expect(ended.code).toBe(0)
    expect(JSON.parse(ended.stderr)).toEqual({ notice: expect.stringMatching(/indicator.*ignores/) })
    expect(JSON.parse(received[0]?.body ?? '')).toEqual({ name: 'Orders', indicator: 'https://x' })
  })
})

/** YAML whose aliases would become a thousand million texts. */
function bomb(): string {
  const levels = ['a: &a [x, x, x, x, x, x, x, x, x, x]']
  for (const [name, inner] of ['ba', 'cb', 'dc', 'ed', 'fe', 'gf', 'hg', 'ih'].map((pair) => [...pair]))
    levels.push(`${name}: &${name} [${Array(10).fill(`*${inner}`).join(', ')}]`)
  return levels.join('\n')
}
