/** Every type of value, and what makes layouts hard. */
export const samples: Readonly<Record<string, string>> = {
  'app.yaml': `# top
db:   # the database
  # inner
  pass: s3cr3t   # behind
  port: 5432
  ratio: 0.5
  big: 9007199254740993
  tls: true
  since: 2024-01-02T03:04:05Z
  empty: ""
  none: null
  hosts:
    # first
    - a
    - k: b
      c_unencrypted: plain
    - [x, "y,z", {q: 1}]
  text: |
    line one
      indented

    end
  folded: >-
    one
    two
name_unencrypted: demo
"quoted key": 'it''s'
# tail
`,
  'many.yaml': `---
a: 1
---
# second
b: two
...
`,
  'flow.yaml': `{a: 1, b: [x, y], "c": {d: e}}\n`,
  'app.json': `{
  "a": "x", "n": 12345678901234567, "f": 1.5, "t": true, "z": null,
  "l": [1, "two", {"k": false}], "e": "", "é": "ü\\n\\u0000",
  "u_unencrypted": 3
}
`,
  '.env': '# comment\nA=1\nB="quoted value"\n\nC=multi\\nline\nexport D=x=y\nE_unencrypted=x\nF=\n',
  'app.ini': 'top = 1\n; about s\n[s]\n; key comment\n; second\nk = v\nsp = a b ; inline\n\n[t]\nempty =\nk=v\n',
}
