import { describe, expect, it } from 'vitest'
import { Sandbox } from './cli-sandbox.ts'

const recipient = 'age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p'
const rules = `creation_rules:\n  - age: ${recipient}\n`

/** What cannot be sealed, with a value beside the mistake that nothing says to be secret. */
const contents: readonly (readonly [string, string])[] = [
  ['a.yaml', 'note: canary-42-horse\nbroken: [a, b\nlast: canary-42-horse\n'],
  ['keys.yaml', 'note: canary-42-horse\nnull: canary-42-horse\n'],
  ['list.yaml', 'all:\n  - canary-42-horse\n  - { a: canary-42-horse\n'],
  ['b.json', '{ "note": "canary-42-horse", "more": canary-42-horse }\n'],
  ['c.ini', '[a]\nnote = canary-42-horse\ncanary-42-horse\n'],
  ['d.env', 'NOTE=canary-42-horse\ncanary-42-horse\n'],
]

describe('commands that seal', () => {
  it.each(contents)('show nothing of %s that stands beside a mistake', async (name, text) => {
    const sandbox = new Sandbox({ '.sops.yaml': rules, [name]: text })
    for (const line of [`encrypt ${name}`, `encrypt -i ${name}`, `encrypt ${name} --json`, `decrypt ${name}`, `rotate ${name}`]) {
      const { stdout, stderr } = await sandbox.call(line)
      expect(stdout + stderr).not.toContain('canary')
    }
    const { code, stderr } = await sandbox.call(`encrypt -i ${name}`)
    expect([3, 4]).toContain(code)
    expect(stderr).toContain(`  ${name}:`)
    expect(sandbox.read(name)).toBe(text)
  })

  it('show the line of a rule that is wrong', async () => {
    const sandbox = new Sandbox({ '.sops.yaml': 'creation_rules:\n  - path_regx: prod\n', 'a.yaml': 'a: 1\n' })
    expect((await sandbox.call('encrypt a.yaml')).stderr).toContain('- path_regx: prod')
  })
})
