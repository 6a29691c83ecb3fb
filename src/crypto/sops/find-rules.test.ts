import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { testRecipient } from '../sealed.fixture.ts'
import { readCreationRules } from './creation-rules.ts'
import { findRules, ruleForFile } from './find-rules.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'configmanage-rules-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  mkdirSync(join(folder, 'a/b'), { recursive: true })
})

const rules = (path: string): string => `creation_rules:\n  - path_regex: ${path}\n    age: ${testRecipient}\n`

describe('the rules for new files', () => {
  it('are those of the nearest .sops.yaml, and its folder is what paths are relative to', () => {
    writeFileSync(join(folder, '.sops.yaml'), rules('^a/b/x'))
    const found = findRules(join(folder, 'a/b'), {})
    expect(found?.folder).toBe(folder)
    expect(found && ruleForFile(found, join(folder, 'a/b/x.yaml'))).toBeDefined()
    expect(found && ruleForFile(found, join(folder, 'x.yaml'))).toBeUndefined()
    writeFileSync(join(folder, 'a/.sops.yaml'), rules('x'))
    expect(findRules(join(folder, 'a/b'), {})?.folder).toBe(join(folder, 'a'))
  })

  it('are in the file that SOPS_CONFIG names, which has to be there', () => {
    writeFileSync(join(folder, 'other.yaml'), rules('x'))
    expect(findRules(folder, { SOPS_CONFIG: 'other.yaml' })).toMatchObject({ file: 'other.yaml', folder })
    expect(() => findRules(folder, { SOPS_CONFIG: 'none.yaml' })).toThrow(
      expect.objectContaining({
        issues: [expect.objectContaining({ code: 'SOURCE_MISSING', file: 'none.yaml', hint: 'correct the variable' })],
      }),
    )
  })

  it('need not be there', () => expect(findRules(folder, {})).toBeUndefined())
})

describe('keys in creation rules', () => {
  const arn = 'arn:aws:kms:eu-west-1:1:key/a'
  const groupsOf = (text: string): unknown =>
    readCreationRules(`creation_rules:\n  - ${text}\n`, '.sops.yaml')[0]?.groups.map((group) => group.map(({ fields }) => fields))

  it.each<[string, unknown]>([
    ['gcp_kms: a, b', [[{ resource_id: 'a' }, { resource_id: 'b' }]]],
    ['hckms: [r:1]', [[{ key_id: 'r:1' }]]],
    ['key_groups: [{ hckms: [{ key_id: r:1 }] }]', [[{ key_id: 'r:1' }]]],
    ['azure_keyvault: https://n.vault.azure.net/keys/k', [[{ vault_url: 'https://n.vault.azure.net', name: 'k', version: '' }]]],
    [
      'key_groups: [{ azure_keyvault: [{ vaultUrl: "https://n.vault.azure.net", key: k }] }]',
      [[{ vault_url: 'https://n.vault.azure.net', name: 'k', version: '' }]],
    ],
    [`key_groups: [{ kms: [{ arn: "${arn}", role: arn:r, context: null }] }]`, [[{ arn, role: 'arn:r', aws_profile: '' }]]],
    [`kms: { arn: "${arn}", aws_profile: dev }`, [[{ arn, aws_profile: 'dev' }]]],
    [`age: ["${testRecipient}", " "]`, [[{ recipient: testRecipient }]]],
  ])('are read: %s', (text, expected) => expect(groupsOf(text)).toEqual(expected))

  it.each([
    ['pgp: [{ fp: x }]', 'this is not a text'],
    ['age: [12]', 'this is not a text or a map'],
    ['key_groups: [{ gcp_kms: [{ resource: x }] }]', 'is not a map with "resource_id"'],
    [`key_groups: [{ kms: [{ arn: "${arn}", context: x }] }]`, '"context" is not a map of texts'],
    [`key_groups: [{ kms: [{ arn: "${arn}", profile: x }] }]`, 'the key "profile" is not known'],
    ['kms: a b', 'this is not the ARN of a key in AWS KMS'],
    ['azure_keyvault: http://n/keys/k', 'is not the address of a key in Azure Key Vault'],
    ['key_groups: [x]', 'a key group must be a map of keys'],
    ['key_groups: x', 'it must be a list'],
    ['path_regex: [x]', '"path_regex" must be a text'],
    [`key_groups: [${'{ merge: ['.repeat(12)}${'] }'.repeat(12)}]`, 'a key group must be a map of keys'],
  ])('are refused with their place: %s', (text, message) => {
    expect(() => groupsOf(text)).toThrow(
      expect.objectContaining({
        issues: expect.arrayContaining([
          expect.objectContaining({
            code: 'CRYPTO_RULES',
            message: expect.stringContaining(message),
            span: expect.objectContaining({ start: expect.objectContaining({ line: 2 }) }),
          }),
        ]),
      }),
    )
  })

  it('are none in an empty file', () => expect(readCreationRules('', '.sops.yaml')).toEqual([]))
})
