import { describe, expect, it } from 'vitest'
import { secretKindOf } from './value-kind.ts'

/** Put together here, so that no scanner takes this file for a leak. */
const random = 'q7Zr2Lx9Vb4Nk8Tm3Wd6Hs5Jp1Yc0Gf'
const tokens: readonly (readonly [kind: string, token: string])[] = [
  ['AWS access key', ['AKIA', 'QWERTYUIOPLKJHGF'].join('')],
  ['Google API key', ['AIza', random, 'abcd'].join('')],
  ['Google OAuth secret', ['GOCSPX', random.slice(0, 28)].join('-')],
  ['Azure account key', ['AccountKey', `${random}${random}${random}`.slice(0, 86)].join('=').concat('==')],
  ['GitHub token', ['ghp', `${random}abcde`].join('_')],
  ['GitHub token', ['github_pat', random.slice(0, 22), `${random}${random}`.slice(0, 59)].join('_')],
  ['GitLab token', ['glpat', random.slice(0, 20)].join('-')],
  ['Slack token', ['xoxb', '482916305718', random.slice(0, 20)].join('-')],
  ['Slack token', ['xoxb', '123456789012', '1234567890123', random.slice(0, 24)].join('-')],
  ['Slack webhook', ['https://hooks.slack.com/services', 'T0123ABCD', 'B0123ABCD', random.slice(0, 24)].join('/')],
  ['Stripe key', ['sk', 'live', random.slice(0, 24)].join('_')],
  ['npm token', ['npm', `${random}abcde`].join('_')],
  ['PyPI token', ['pypi-AgE', random, random].join('')],
  ['SendGrid key', ['SG', random.slice(0, 22), `${random}${random}`.slice(0, 43)].join('.')],
  ['DigitalOcean token', ['dop_v1', '0a1b2c3d4e5f6789'.repeat(4)].join('_')],
  ['Vault token', ['hvs', random].join('.')],
  ['Anthropic key', ['sk-ant', random].join('-')],
  ['OpenAI key', ['sk-', random.slice(0, 20), 'T3BlbkFJ', random.slice(0, 20)].join('')],
  ['Hugging Face token', ['hf', `${random}abcde`.repeat(2).slice(0, 34)].join('_')],
  ['Shopify token', ['shpat', '0a1b2c3d4e5f6789'.repeat(2)].join('_')],
  ['JSON Web Token', ['eyJhbGciOiJIUzI1NiJ9', 'eyJzdWIiOiJzaG9wIn0', random].join('.')],
  ['private key', `-----BEGIN ${'RSA'} PRIVATE KEY-----\n${random}\n-----END`],
  ['age identity', ['AGE-SECRET-KEY-1', `${random}${random}`.toUpperCase().slice(0, 58)].join('')],
]

describe('secretKindOf', () => {
  it.each(tokens)('knows a %s by its form, whatever its key is called', (kind, token) => {
    expect(secretKindOf('note', token)).toMatchObject({ kind, certain: true })
    expect(secretKindOf(undefined, `see ${token}, please`)).toMatchObject({ kind })
  })

  it.each([
    ['password', 'tr0ub4dor&3'],
    ['db_password', 'Summer2026!'],
    ['smtpPass', 'x9$kLm22'],
    ['API_KEY', random],
    ['clientSecret', random],
    ['access-token', '0a1b2c3d4e5f67890a1b2c3d4e5f6789'],
    ['secret_key_base', '9f8e7d6c5b4a39281706f5e4d3c2b1a0'],
  ])('takes the value of %s for a secret when it looks random', (name, value) => {
    expect(secretKindOf(name, value)).toMatchObject({ certain: true, length: value.length })
  })

  it.each([
    ['db.password', '${DB_PASSWORD}'],
    ['password', '${env:DB_PASSWORD:-x}'],
    ['password', '$DB_PASSWORD'],
    ['password', '{{ .Values.password }}'],
    ['password', '<your password>'],
    ['password', '********'],
    ['password', 'xxxxxxxx'],
    ['password', 'your-password-1'],
    ['password', 'only-for-this-example'],
    ['password', 'Password'],
    ['password', 'Contraseña nueva'],
    ['password', 'vault:kv/app#password'],
    ['password', 'ENC[AES256_GCM,data:abc1,iv:x]'],
    ['password', '/run/secrets/db'],
    ['password', '$2b$12$abcdefghijklmnopqrstuv1234567890'],
    ['password-file', 'tr0ub4dor&3'],
    ['password-min-length', '12345678a!'],
    ['token', 'keyword.operator.assignment.2'],
    ['token', 'access_token'],
    ['token-url', 'https://login.internal/oauth2/token'],
    ['next-token', random],
    ['api-key', '9f8e7d6c-5b4a-3928-1706-f5e4d3c2b1a0'],
    ['api-key', 'StreamDescription.Shards[-1].Id3'],
    ['integrity', 'sha512-9f8e7d6c5b4a39281706f5e4d3c2b1a0=='],
    ['secret', 'sha256:9f8e7d6c5b4a39281706f5e4d3c2b1a0'],
    ['public-key', 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI9f8e7d6c5b4a3928'],
    ['secret', 'age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p'],
    ['note', random],
    ['note', 'AKIAXXXXXXXXXXXXXXXX'],
    ['url', 'postgres://shop@db.internal/shop'],
    ['url', 'postgres://shop:${db.password}@db.internal/shop'],
    ['url', 'postgres://postgres:postgres@localhost/shop'],
    ['url', 'https://user:pass@example.com/'],
    ['url', 'https://shop.internal/a:b@c'],
    ['pin', '1'],
  ])('leaves %s = %s alone', (name, value) => {
    expect(secretKindOf(name, value)).toBeUndefined()
  })

  it.each([
    ['password', 'changeme'],
    ['mysql_root_password', 'root'],
    ['url', 'amqp://guest:guest@queue.internal'],
  ])('tells a well-known password from a leak: %s = %s', (name, value) => {
    expect(secretKindOf(name, value)).toMatchObject({ kind: 'well-known password', certain: false })
  })

  it('finds a password inside a URL', () => {
    expect(secretKindOf('url', 'redis://:hunter2@cache.internal:6379')).toEqual({
      kind: 'password in a URL',
      length: 7,
      certain: true,
    })
  })

  it.each(['-----BEGIN A ', 'eyJ', 'eyJaaaaaaaaaa.', 'AKIA', 'x://:@', 'password: ', '${', '<', '%('])(
    'takes time in proportion to the length of %s repeated',
    (part) => {
      const startedAt = performance.now()
      secretKindOf('password', part.repeat(200_000))
      expect(performance.now() - startedAt).toBeLessThan(2000)
    },
  )
})
