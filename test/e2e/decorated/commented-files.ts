/** Files as they stand in repositories: format, name, text. */
export const commentedFiles = [
  [
    'jsonc',
    'tsconfig.jsonc',
    `// what the compiler does
{
  /* Visit https://aka.ms/tsconfig */
  "compilerOptions": {
    "target": "es2022", // as Node 18
    /* Modules */
    "module": "nodenext",
    // "rootDir": "./",
    "lib": ["es2022", "dom" /* for fetch */, ],
    "paths": { "@/*": ["./src/*"], "~": [ ] },\t// aliases
    "strict": true, "noEmit": false,

    "types": [
      "node", // the runtime
      // "jest",
      "vitest/globals",
    ],
  },
  "include": ["src/**/*", "test"], /* "exclude": ["x"], */
  "references": [{ "path": "../core" }, { "path": "../web" }]
}
`,
  ],
  [
    'json',
    'package.json',
    `{
  "name": "@scope/pkg",
  "version": "1.2.3",
  "private": true,
  "files": ["dist", "src"],
  "scripts": {
    "build": "tsc -p . && node \\"x.js\\"",
    "test": "vitest"
  },
  "exports": { ".": { "import": "./a.js", "default": "./b.js" } },
  "workspaces": [
    "a/*",
    "b/*"
  ],
  "engines": {"node": ">=22"},
  "weights": [1, 2.50, 1e3, -0, 12345678901234567890],
  "nothing": null
}
`,
  ],
  ['json', 'tabs.json', '{\r\n\t"a": {\r\n\t\t"b": [\r\n\t\t\t1,\r\n\t\t\t{ "c": "😀" }\r\n\t\t]\r\n\t},\r\n\t"d": "e"\r\n}\r\n'],
  ['json', 'one-line.json', '{"a":1,"b":{"c":[1,{"d":true}],"e":"f"},"😀":"g"}'],
  [
    'json5',
    'babel.json5',
    `// comments
{
  presets: [['env', { targets: { node: 'current' } }]], // as is
  'quoted-key': +1,
  "both": .5, /* half */
  multi: 'line \\
two',
  infinite: -Infinity,
  hex: 0xFF,
  trailing: [1, 2, ],
}
`,
  ],
  [
    'yaml',
    'compose.yaml',
    `# compose
version: '3.8'   # quoted

x-env: &env
  LOG: info # level
  TZ: UTC

services:
  web:
    image: "nginx:1.25"   # pinned
    ports: ["80:80", '443:443', 8080]
    environment:
      <<: *env
      DEBUG: "false"
    command: >-
      nginx
      -g 'daemon off;'
    deploy: {replicas: 2, resources: {limits: {cpus: '0.5'}}} # small
    healthcheck:
      test:
      - CMD
      - curl
      #- -f
      - "http://localhost"

  db:
    image: postgres
    volumes:
    - type: volume   # named
      source: data
    -   type: bind
        source: ./x
    script: |
      set -e
      # not a comment
      echo "x: y"

    note: plain text that
      goes on here
# the end
empty:
tilde: ~
last: 1`,
  ],
  [
    'yaml',
    'crlf.yml',
    '# c\r\na:\r\n  b: 1 # x\r\n  c: "two"\r\n\r\n  d:\r\n  - e\r\n  - f: g\r\n    h: |\r\n      i\r\n      j\r\nk: l\r\n',
  ],
  ['yaml', 'bom.yaml', '\ufeff---\n# c\na: 1\nb: [2, 3]\n...\n'],
  [
    'toml',
    'app.toml',
    `# top
title = 'App' # literal
"quoted key" = 1
a.b.c = true
a.b.d = "x" # dotted

owner = { name = "T", "e.mail" = 'x@y', tags = ["a", "b"] } # inline
[database]   # main
ports = [ 8000, 8001, # two
  8002 ] # three
since = 1979-05-27T07:32:00Z
text = """
Roses are red
Violets "are" blue"""
  [database.pool]
  size=5
[[servers]] # first
ip = "10.0.0.1"
  [servers.meta]
  role = "a"

[[servers]]
ip = "10.0.0.2"
nested = [[1, 2], ["x", "y"]]
[servers.meta]
role = "b"
[last]
weight = 1_000.5e3`,
  ],
  [
    'ini',
    'app.conf',
    `; global
debug = no ; off
  indented = 1
[server]
# the host
host=localhost
port : 8080
motd = "hello ; world"
long = first
  second
  third

[server "git style"]
	url = git@x:y # tabbed
[paths.deep]
home = C:\\Users\\x
empty =
`,
  ],
  [
    'dotenv',
    '.env',
    `# app
APP_NAME=Shop # name
export DEBUG=true

URL="http://\${APP_NAME}.local"   # quoted
SINGLE='it is # fine'
MULTI="line one
line two"
EMPTY=
  SPACED = value
HASH=a#b
`,
  ],
  [
    'properties',
    'app.properties',
    `# app
! also
server.port=8080
server.host : localhost
server.name   My Server
list[0]=a
list[1].b=c
long = one \\
       two, \\
       three
greeting=Gr\\u00fc\\u00dfe
path=C:\\\\x
empty=
key\\ with\\ blanks = v
`,
  ],
] as const
