import { readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { newIdentity, recipientOf } from '../../src/crypto/age/age-keys.ts'
import { Sandbox } from './cli-sandbox.ts'

const identity = await newIdentity(false)
const recipient = await recipientOf(identity)

it('seals and opens a file that is larger than a configuration may be', async () => {
  const home = new Sandbox({ 'key.txt': identity })
  const content = Buffer.alloc(70_000_000, 'a line of a dump\n')
  writeFileSync(`${home.folder}/dump.sql`, content)
  expect((await home.call(`encrypt dump.sql --whole --age ${recipient} -o dump.sql.age`)).code).toBe(0)
  const { code, stderr } = await home.call('decrypt dump.sql.age --identity key.txt -o again.sql', {
    env: { CONFIGMANAGE_AUDIT_LOG: 'off' },
  })
  expect([code, stderr]).toEqual([0, ''])
  expect(readFileSync(`${home.folder}/again.sql`).equals(content)).toBe(true)
})

it('refuses what would be too large to be opened, before it reads it', async () => {
  const home = new Sandbox({ 'dump.sql': '' })
  truncateSync(`${home.folder}/dump.sql`, 400_000_001)
  const { code, stderr } = await home.call(`encrypt dump.sql --in-place --age ${recipient}`)
  expect([code, stderr]).toEqual([3, expect.stringContaining('SOURCE_TOO_LARGE')])
})
