import { describe, expect, it } from 'vitest'
import { newIdentity, recipientOf } from '../../src/crypto/age/age-keys.ts'
import { Sandbox } from './cli-sandbox.ts'

const identity = await newIdentity(false)
const recipient = await recipientOf(identity)

function withRule(rule: string): Sandbox {
  return new Sandbox({
    '.sops.yaml': `creation_rules:\n  - age: ${recipient}\n    ${rule}\n`,
    'app.yaml': 'password: hunter2\n',
    'app.json': '{"password": "hunter2"}',
    'app.ini': '[db]\npassword = hunter2\n',
    '.env': 'password=hunter2\n',
    'empty.yaml': 'password: ""\n',
    'blob.bin': 'hunter2',
  })
}

describe('encrypt, by a rule that fits nothing of the file', () => {
  it.each(['app.yaml', 'app.json', 'app.ini', '.env'])('says that all of %s stays in plain text', async (file) => {
    const { code, stderr } = await withRule('encrypted_regex: pasword').call(`encrypt ${file}`)
    expect(code).toBe(0) // the sops command takes it, too
    expect(stderr).toContain('warning CRYPTO_RULES: encrypted_regex "pasword" leaves every value of the file in plain text')
    expect(stderr).not.toContain('hunter2')
  })

  it.each([
    ['encrypted_regex: password', 'app.yaml'],
    ['encrypted_regex: pasword', 'blob.bin'], // always sealed whole
    ['encrypted_regex: pasword', 'empty.yaml'], // nothing there
  ])('says nothing of %s for %s', async (rule, file) => {
    const { code, stderr } = await withRule(rule).call(`encrypt ${file}`)
    expect([code, stderr]).toEqual([0, ''])
  })
})
