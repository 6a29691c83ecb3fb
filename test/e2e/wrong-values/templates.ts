import type { Content } from './marked-text.ts'

/** One language of files: the example configuration in it, with comments, tabs and characters of two units. */
export interface Language {
  readonly extension: string
  readonly template: string
  readonly print: (value: string | number) => string
  readonly key: (name: string) => string
  /** A key says the whole path. */
  readonly fullKeys?: true
}

const quoted = (value: string | number): string => JSON.stringify(value)
const single = (value: string | number): string => (typeof value === 'number' ? String(value) : `'${value}'`)

const jsonBody = `{
  "note": "😀 é",\t⟦k:server⟧: { ⟦k:server.port⟧ : ⟦v:server.port⟧,
\t\t⟦k:server.mode⟧: ⟦v:server.mode⟧ },
  ⟦k:hosts⟧: [ {"name": "😀", "port": ⟦v:hosts[0].port⟧}, {"name": "b",
    "port":⟦v:hosts[1].port⟧}],
  ⟦k:services⟧: {"web":{"name": "é😀", "port":
      ⟦v:services.web.port⟧
  } },
  ⟦k:db⟧:
    {"port": 5432, ⟦k:db.user⟧: ⟦v:db.user⟧}
}
`

export const languages: Readonly<Record<string, Language>> = {
  JSON: { extension: 'json', print: quoted, key: quoted, template: jsonBody },
  JSONC: {
    extension: 'jsonc',
    print: quoted,
    key: quoted,
    template: `// "server": { "port": 1 } 😀\n/* \n😀 */ ${jsonBody
      .replace('"note"', '/* "port": 7 */ "note"')
      .replaceAll('⟦v:', '/* 😀 */ ⟦v:')
      .replace('}\n}', '},// last\n}')}`,
  },
  JSON5: {
    extension: 'json5',
    print: single,
    key: (name) => name,
    template: `// server: { port: 1 } 😀\n${jsonBody
      .replaceAll('"note"', "'note'")
      .replaceAll('"port"', 'port')
      .replaceAll('⟦v:', '/* 😀\n */ ⟦v:')
      .replace('}\n}', '},\n}// 😀')}`,
  },
  YAML: {
    extension: 'yaml',
    print: single,
    key: (name) => name,
    template: `# server: {port: 1} 😀
note: "😀 é"
⟦k:server⟧:   # 😀
  ⟦k:server.port⟧: ⟦v:server.port⟧   # port: 1
  ? ⟦k:server.mode⟧
  : ⟦v:server.mode⟧
⟦k:hosts⟧:
- {name: "😀", port: ⟦v:hosts[0].port⟧ }
-   name: b

    port:
      ⟦v:hosts[1].port⟧
⟦k:services⟧: { web: {name: é😀, port: ⟦v:services.web.port⟧}}
⟦k:db⟧:
  port: 5432
  ⟦k:db.user⟧: !!str ⟦v:db.user⟧
`,
  },
  TOML: {
    extension: 'toml',
    print: single,
    key: (name) => name,
    template: `# server.port = 1 😀
note = "😀 é" # é
⟦k:server⟧.⟦k:server.port⟧ = ⟦v:server.port⟧ # 😀
server . ⟦k:server.mode⟧\t=\t⟦v:server.mode⟧
⟦k:services⟧ = { web = { name = "é😀", port = ⟦v:services.web.port⟧ } } # port = 1

  [⟦k:db⟧] # 😀
  port = 5432
  ⟦k:db.user⟧ = ⟦v:db.user⟧
[[⟦k:hosts⟧]]
port = ⟦v:hosts[0].port⟧
[[hosts]] # port = 9
name = """
😀"""
port = ⟦v:hosts[1].port⟧
`,
  },
  INI: {
    extension: 'ini',
    print: String,
    key: (name) => name,
    template: `; server.port = 1 😀
note = 😀 é
hosts = ⟦v:hosts⟧
[⟦k:server⟧] ; 😀
\t⟦k:server.port⟧ = ⟦v:server.port⟧
⟦k:server.mode⟧:⟦v:server.mode⟧
# [db]
[services.web]
port=⟦v:services.web.port⟧
[⟦k:db⟧]
port = 5432
⟦k:db.user⟧ = ⟦v:db.user⟧
`,
  },
  properties: {
    extension: 'properties',
    print: String,
    key: (name) => name,
    fullKeys: true,
    template: `# server.port=1 é
! port
note=\\ud83d\\ude00 \\
   more
server.port = ⟦v:server.port⟧
\t⟦k:server.mode⟧ : ⟦v:server.mode⟧
hosts[0].port=⟦v:hosts[0].port⟧
hosts[1].port \\
   = \\
\t⟦v:hosts[1].port⟧
services.web.port ⟦v:services.web.port⟧
⟦k:db⟧.port=5432
⟦k:db.user⟧=⟦v:db.user⟧
`,
  },
  '.env': {
    extension: 'env',
    print: String,
    key: (path) => path.toUpperCase().replaceAll('.', '__'),
    fullKeys: true,
    template: `# SERVER__PORT=1 😀
NOTE="😀 é
SERVER__PORT=1"
export ⟦k:server.port⟧=⟦v:server.port⟧ # 1
  ⟦k:server.mode⟧ = ⟦v:server.mode⟧
HOSTS=⟦v:hosts⟧
SERVICES__WEB__PORT=⟦v:services.web.port⟧
⟦k:db⟧__PORT='5432'
⟦k:db.user⟧=⟦v:db.user⟧
`,
  },
}

function nested({ values, keys }: Content): Readonly<Record<string, unknown>> {
  return {
    server: { port: values['server.port'], [keys['server.mode'] ?? 'mode']: values['server.mode'] },
    hosts: [{ port: values['hosts[0].port'] }, { port: values['hosts[1].port'] }],
    services: { web: { port: values['services.web.port'] } },
    db: { port: 5432, [keys['db.user'] ?? 'user']: values['db.user'] },
  }
}

export function jsonText(content: Content): string {
  return JSON.stringify(nested(content))
}

/** The list of hosts where a language has none. */
export function hostsText(values: Content['values']): string {
  return JSON.stringify([{ port: values['hosts[0].port'] }, { port: values['hosts[1].port'] }])
}
