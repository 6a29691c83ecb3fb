import { describe, expect, it } from 'vitest'
import { ConfigError } from '../../errors/config-error.ts'
import { otherRecipient, testRecipient } from '../sealed.fixture.ts'
import { readCreationRules } from './creation-rules.ts'

const age = (recipient: string): object => ({ kind: 'age', fields: { recipient } })

describe('creation rules', () => {
  it('name keys in a list or a text, with the first rule that fits', () => {
    const [first, second] = readCreationRules(
      `creation_rules:
  - path_regex: (?i)\\.prod\\.yaml$
    age: "${testRecipient}, ${otherRecipient}"
    kms: arn:aws:kms:eu-west-1:1:key/a+arn:aws:iam::1:role/r
    aws_profile: prod
    mac_only_encrypted: true
    encrypted_regex: ^(data|stringData)$
  - age: [${testRecipient}]
stores: { yaml: { indent: 2 } }
destination_rules: []
`,
      '.sops.yaml',
    )
    expect(first?.fits('a/b.PROD.yaml')).toBe(true)
    expect(first?.fits('a/b.yaml')).toBe(false)
    expect(second?.fits('anything')).toBe(true)
    expect(first).toMatchObject({
      groups: [
        [
          age(testRecipient),
          age(otherRecipient),
          { kind: 'kms', fields: { arn: 'arn:aws:kms:eu-west-1:1:key/a', role: 'arn:aws:iam::1:role/r', aws_profile: 'prod' } },
        ],
      ],
      rule: { name: 'encrypted_regex', pattern: '^(data|stringData)$' },
      macOnlyEncrypted: true,
    })
    expect(second).toMatchObject({ rule: { name: 'unencrypted_suffix', pattern: '_unencrypted' }, threshold: 0 })
  })

  it('may have groups made of groups, without a key twice', () => {
    const [rule] = readCreationRules(
      `creation_rules:
  - shamir_threshold: 2
    key_groups:
      - merge: [{ age: [${testRecipient}] }, { age: [${otherRecipient}, ${testRecipient}] }]
        kms: [{ arn: "arn:aws:kms:eu-west-1:1:key/a", context: { App: shop } }]
      - gcp_kms: [{ resource_id: projects/p/locations/l/keyRings/r/cryptoKeys/k }]
        azure_keyvault: [{ vaultUrl: "https://n.vault.azure.net", key: k, version: v }]
        hc_vault: ["https://vault:8200/v1/transit/keys/k"]
        pgp: [85D77543B3D624B63CEA9E6DBC17301B491B3F21]
`,
      '.sops.yaml',
    )
    expect(rule?.threshold).toBe(2)
    expect(rule?.groups.map((group) => group.map(({ kind }) => kind))).toEqual([
      ['age', 'age', 'kms'],
      ['pgp', 'gcp_kms', 'azure_kv', 'hc_vault'],
    ])
    expect(rule?.groups[0]?.[2]).toMatchObject({ context: { App: 'shop' } })
  })

  it.each<[string, string, number, string]>([
    ['an unknown key at the top', 'creation_rule: []', 1, 'did you mean "creation_rules"?'],
    ['an unknown key of a rule', 'creation_rules:\n  - hc_vault_uris: x', 2, ''],
    ['an unknown key of a group', 'creation_rules:\n  - key_groups: [{ agee: [] }]', 2, 'did you mean "age"?'],
    ['a rule mistyped', 'creation_rules:\n  - encrypted_regx: x', 2, 'did you mean "encrypted_regex"?'],
    ['an expression that does not compile', 'creation_rules:\n  - encrypted_regex: "("', 2, ''],
    ['a look-ahead', 'creation_rules:\n  - unencrypted_regex: "(?=x)"', 2, ''],
    ['a path that does not compile', 'creation_rules:\n  - path_regex: "["', 2, ''],
    ['two rules', 'creation_rules:\n  - encrypted_regex: a\n    encrypted_suffix: b', 2, 'keep one of them'],
    ['a rule that is no text', 'creation_rules:\n  - encrypted_regex: [a]', 2, ''],
    ['an empty rule', 'creation_rules:\n  - encrypted_regex: ""', 2, ''],
    ['a threshold above the number of groups', 'creation_rules:\n  - shamir_threshold: 3', 2, ''],
    ['a flag that is none', 'creation_rules:\n  - mac_only_encrypted: "yes"', 2, ''],
    ['a recipient that is none', 'creation_rules:\n  - age: agee1', 2, ''],
    ['a list that is none', 'creation_rules: x', 1, ''],
    ['a rule that is no map', 'creation_rules: [x]', 1, ''],
    ['a file that is no map', '[]', 1, ''],
  ])('are refused with %s, with the place', (_, text, line, hint) => {
    const error = ((): unknown => {
      try {
        return readCreationRules(text, '.sops.yaml')
      } catch (thrown) {
        return thrown
      }
    })()
    expect(ConfigError.is(error) && error.issues[0].span?.start.line).toBe(line)
    if (hint !== '') expect(ConfigError.is(error) && error.issues[0].hint).toBe(hint)
    expect(ConfigError.is(error) && error.issues.every(({ code }) => code.startsWith('CRYPTO_'))).toBe(true)
  })
})
