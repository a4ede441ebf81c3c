/** Random edits of the files of a tenant, always the same for the same seed. */

import { isMap, parseDocument, YAMLMap } from 'yaml'

/** A source of random numbers from 0 up to 1 (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let value = state
    value = Math.imul(value ^ (value >>> 15), value | 1)
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61)
    return ((value ^ (value >>> 14)) >>> 0) / 4294967296
  }
}

export interface Files {
  read: (path: string) => string
  write: (path: string, text: string) => void
}

/** What an edit did, and what is known of it. */
export interface Edit {
  what: string
  /** Deletions are wanted for it. */
  deletes?: true
}

type Editor = (files: Files, random: () => number, turn: number) => Edit

const pick = <T>(random: () => number, list: readonly T[]): T => list[Math.floor(random() * list.length)] as T

function change(files: Files, file: string, edit: (map: YAMLMap) => string, needsSome = true): string {
  const document = parseDocument(files.read(`t/${file}.yaml`))
  const map = document.contents as YAMLMap
  const what = map.items.length === 0 && needsSome ? 'there is nothing to edit' : edit(map)
  files.write(`t/${file}.yaml`, document.toString({ lineWidth: 0 }))
  return `${file}: ${what}`
}

/** Sets a value below maps, which are made where there is none. */
function put(map: YAMLMap, place: readonly string[], value: unknown): void {
  for (let depth = 1; depth < place.length; depth += 1) {
    const above = place.slice(0, depth)
    if (!isMap(map.getIn(above))) map.setIn(above, new YAMLMap())
  }
  map.setIn(place, value)
}

const keysOf = (map: YAMLMap) => map.items.map(({ key }) => String((key as { value: unknown }).value))

const editors: readonly Editor[] = [
  // Add.
  (files, _, turn) => ({
    what: change(files, 'resources', (map) => {
      map.set(`https://api.example.com/r${turn}`, {
        name: `R ${turn}`,
        scopes: { [`read:${turn}`]: { description: 'x' }, 'a:b': {} },
      })
      return `add r${turn}`
    }),
  }),
  (files, random, turn) => ({
    what: change(files, 'roles', (map) => {
      const type = pick(random, ['User', 'MachineToMachine'])
      map.set(`Role ${turn}`, { description: `Role of turn ${turn}`, type, scopes: [] })
      return `add Role ${turn}`
    }),
  }),
  (files, random, turn) => ({
    what: change(files, 'applications', (map) => {
      const type = pick(random, ['SPA', 'Traditional', 'Native'])
      const uris = { redirectUris: [`https://a${turn}.example.com/cb`], postLogoutRedirectUris: [] }
      map.set(`App ${turn}`, { type, oidcClientMetadata: uris, customData: { turn } })
      return `add App ${turn}`
    }),
  }),
  // Change.
  (files, random, turn) => ({
    what: change(files, 'roles', (map) => {
      const name = pick(random, keysOf(map))
      map.setIn([name, 'description'], `Changed in turn ${turn}`)
      return `change ${name}`
    }),
  }),
  (files, random, turn) => ({
    what: change(files, 'sign-in-experience', (map) => {
      const [place, value] = pick<[string[], unknown]>(random, [
        [['color', 'primaryColor'], `#${String(100000 + turn)}`],
        [['branding', 'logoUrl'], `https://static.example.com/${turn}.svg`],
        [['branding', 'favicon'], null],
        [['supportEmail'], `help${turn}@example.com`],
        [['supportEmail'], null],
        [['customCss'], `body { margin: ${turn}px }\n`],
        [['passwordPolicy', 'length', 'min'], 8 + (turn % 5)],
        [['signInMode'], pick(random, ['SignIn', 'SignInAndRegister'])],
      ])
      put(map, place, value)
      return `${place.join('.')} = ${JSON.stringify(value)}`
    }),
  }),
  (files, random, turn) => ({
    what: change(files, 'applications', (map) => {
      const name = pick(random, keysOf(map))
      const [place, value] = pick<[string[], unknown]>(random, [
        [['description'], `In turn ${turn}`],
        [['description'], null],
        [['customClientMetadata', 'idTokenTtl'], 600 + turn],
        [['customClientMetadata', 'idTokenTtl'], null],
        [['customData'], { turn, deep: { list: [turn, 'x'] } }],
        [['customData'], {}],
        [['signInExperience'], { displayName: `Shop ${turn}` }],
        [['signInExperience'], null],
      ])
      put(map, [name, ...place], value)
      return `${name} ${place.join('.')} = ${JSON.stringify(value)}`
    }),
  }),
  (files, random) => ({
    what: change(files, 'applications', (map) => {
      const name = pick(random, keysOf(map))
      const uris = map.getIn([name, 'oidcClientMetadata', 'redirectUris']) as { items: unknown[] } | undefined
      uris?.items.reverse()
      return `${name}: reorder redirect URIs`
    }),
  }),
  // Relations.
  (files, random) => ({
    what: change(files, 'roles', (map) => {
      const users = keysOf(map).filter((name) => !name.startsWith('Logto'))
      const name = pick(random, users)
      const resources = parseDocument(files.read('t/resources.yaml')).toJS() as Record<string, { scopes?: object }>
      const scopes = Object.entries(resources).flatMap(([key, { scopes: own = {} }]) =>
        Object.keys(own).map((each) => `${key} ${each}`),
      )
      const wanted = scopes.filter(() => random() < 0.3)
      map.setIn([name, 'scopes'], wanted)
      return `${name} gets ${wanted.length} scopes`
    }),
  }),
  // Remove.
  (files, random) => {
    const edit: Edit = { what: '', deletes: true }
    edit.what = change(files, 'applications', (map) => {
      const name = pick(random, keysOf(map))
      map.delete(name)
      return `remove ${name}`
    })
    return edit
  },
  (files, random) => {
    const edit: Edit = { what: '', deletes: true }
    edit.what = change(files, 'resources', (map) => {
      const name = pick(random, keysOf(map))
      const scopes = map.getIn([name, 'scopes']) as YAMLMap | undefined
      const scope = scopes && keysOf(scopes).length > 0 ? pick(random, keysOf(scopes)) : undefined
      if (scope === undefined || !scopes) return 'nothing'
      scopes.delete(scope)
      for (const file of ['roles', 'organization-template', 'applications']) {
        const text = files.read(`t/${file}.yaml`)
        files.write(
          `t/${file}.yaml`,
          text
            .split('\n')
            .filter((line) => line.trim() !== `- ${name} ${scope}`)
            .join('\n'),
        )
      }
      return `remove ${name} ${scope}`
    })
    return edit
  },
  // Rename.
  (files, random, turn) => ({
    what: change(files, 'roles', (map) => {
      const name = pick(
        random,
        keysOf(map).filter((each) => each.startsWith('Role ')),
      )
      const pair = map.items.find(({ key }) => String((key as { value: unknown }).value) === name)
      if (!pair || name === undefined) return 'nothing'
      const values = pair.value as YAMLMap
      values.set('renamedFrom', name)
      ;(pair.key as { value: string }).value = `Role ${turn} new`
      return `rename ${name}`
    }),
  }),
  // Templates, phrases, scripts and hooks.
  (files, random, turn) => ({
    what: change(files, 'email-templates', (map) => {
      const key = `${pick(random, ['en', 'fr', 'de'])} ${pick(random, ['SignIn', 'Register', 'Generic'])}`
      map.set(key, {
        subject: `Turn ${turn}`,
        content: '{{code}}',
        ...(random() < 0.5 ? { replyTo: 'a@example.com' } : {}),
      })
      return `set ${key}`
    }),
  }),
  (files, random, turn) => ({
    what: change(files, 'custom-phrases', (map) => {
      map.set(pick(random, ['en', 'fr', 'da-DK']), { action: { sign_in: `Turn ${turn}` } })
      return 'phrases'
    }),
  }),
  (files, random, turn) => ({
    what: change(files, 'hooks', (map) => {
      const events = ['User.Created', 'User.Deleted', 'PostSignIn'].filter((_, i) => i === 0 || random() < 0.5)
      map.set(`Hook ${turn % 4}`, {
        events,
        config: { url: `https://h${turn}.example.com`, retries: turn % 4 },
        enabled: random() < 0.5,
      })
      return `Hook ${turn % 4}`
    }),
  }),
  (files, random, turn) => ({
    what: change(files, 'jwt-customizers', (map) => {
      map.set(pick(random, ['access-token', 'client-credentials']), {
        script: `const turn = ${turn};\n`,
        blockIssuanceOnError: random() < 0.5,
      })
      return 'script'
    }),
  }),
]

/** Makes one edit. */
export function edit(files: Files, random: () => number, turn: number): Edit {
  return pick(random, editors)(files, random, turn)
}
