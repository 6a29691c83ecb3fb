import { describe, expect, it } from 'vitest'
import { defaultLimits } from '../../formats/format.ts'
import type { KeyProvider } from '../keys/key-provider.ts'
import type { Keyring } from '../keys/keyring.ts'
import { openEnvelope, parseEnvelope, sealScalar } from './envelope.ts'
import { FileMac } from './mac.ts'
import { openSops, plainContent } from './open.ts'
import { boolScalar, floatScalar, scalarOf } from './plain-scalar.ts'
import { combineShares, splitSecret } from './shamir.ts'
import { yamlStore } from './stores/yaml-store.ts'

const dataKey = Buffer.from('000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f', 'hex')
const provider: KeyProvider = {
  kind: 'age',
  unwrap: async () => dataKey,
  wrap: () => Promise.reject(new Error('not asked')),
}
const keys: Keyring = { age: { identities: [], passphrases: [] }, providers: [provider] }

/** Made with the code of the SOPS command, release 3.13.2. */
const sealed = `#ENC[AES256_GCM,data:IXrN0g==,iv:X3Kx1cp1CQbZ85+38/mrQhcj1Ibam2U1tejlNu605Mk=,tag:iXo/wo9nBVoulPo6Fo3CZQ==,type:comment]
db:
    #ENC[AES256_GCM,data:FLRIHNso,iv:7phydh8cN/Y1LFSGVbm3J4jP5sJcbBrSvDZamJ1uhso=,tag:46b+pdRM4H7PlWNJAr2NgQ==,type:comment]
    pass: ENC[AES256_GCM,data:kn3fTXj9,iv:8eZME3m4wexzFh1XDWlWv+tbACgoBd/5JNUBVxLh7Wk=,tag:ksN3bpdzDlxKSngf7POcfA==,type:str]
    port: ENC[AES256_GCM,data:k8a1MQ==,iv:N6paV79J3pml+fVGilbe3TeuSTXj9l4VHue4p3nmqiQ=,tag:Ol7nGXSSmp+nerTUcBAruQ==,type:int]
    ratio: ENC[AES256_GCM,data:5lbUlr/MQc51Nd0Mf5hMloMfXTomWw==,iv:F02O8HJR+2JdKlmi5UQ3qQucqqme6r5uGMcHw8ue1CM=,tag:zgoExMKvnh8O0TwirphxdA==,type:float]
    tls: ENC[AES256_GCM,data:2RbRuQ==,iv:gEdBpXuLiWYV6OelGaY+djYl+qOk6hsGTWvVF1j3qtU=,tag:zDyjjAxPqkmnaxG54O7aPA==,type:bool]
    since: ENC[AES256_GCM,data:yiFUN7OV66wrUGvJe1TNuQmVx1w=,iv:SNte3qpL1ktC7XidegMhqTcjyUbtO2HbX4Chz74Mpr4=,tag:Of22Tk6NTwBUzxC3Fxd/hg==,type:time]
    empty: ""
    none: null
    hosts:
        - ENC[AES256_GCM,data:9ik+gT5n,iv:rQ2h4n7s0l6aUfbZl2qBS1OvCIgnGFmb5pswk95OPv8=,tag:50bld36q9F0Y0sbY30AtPw==,type:comment]
        - ENC[AES256_GCM,data:1A==,iv:zkft8VDqRyKPDQTAQNa/V4/w5xTFODhPDLAxjhHuhBg=,tag:y3DoeqfgYv+5iDePLqXSiQ==,type:str]
        - k: ENC[AES256_GCM,data:UQ==,iv:ptGKbBQGm/McXeaMKvpgLkkartcbeTht2Qf/MaP2W5A=,tag:nA+YdEWsySNDq3t9dou1Bw==,type:str]
          c_unencrypted: plain
name_unencrypted: demo
sops:
    age:
        - enc: anything
          recipient: age1anybody
    lastmodified: "2024-05-06T07:08:09Z"
    mac: ENC[AES256_GCM,data:ffeLJo0Dg8qxy+1PUKE6RprIuKdGtVMBxYk/4zoS/fDs5BYkwedgdMH+9n/Icnhr4UOS+5w1K0NuQ99swc9hSqeOHTXGjX1l1HxDAHJ/Hi2CLhXrB+8BCwE8X0Pix/If69xYiDCVFHCf+z1wROrWLDtGyITmI57jFwQtqY1DdQI=,iv:JC4T92ToF4W8tobj52Irac4l2/FwXBLt2pWyQtfo42k=,tag:hCDQzrHxLqBd2an6KHOSMQ==,type:str]
    unencrypted_suffix: _unencrypted
    version: 3.13.2
`

function codeOf(values: readonly ReturnType<typeof scalarOf>[], onlySealed = false): string {
  const mac = new FileMac(onlySealed)
  for (const value of values) mac.add(value, true)
  return mac.digest()
}

describe('vectors of the SOPS command', () => {
  it('opens a file with every type of value', async () => {
    expect(defaultLimits.maxDepth).toBe(500)
    const opened = await openSops(sealed, yamlStore, 'vector.yaml', keys)
    expect(Buffer.from(plainContent(opened)).toString()).toBe(`# top
db:
    # inner
    pass: s3cr3t
    port: 5432
    ratio: 1.0e+21
    tls: true
    since: 2024-01-02T00:00:00Z
    empty: ""
    none: null
    hosts:
        # first
        - a
        - k: b
          c_unencrypted: plain
name_unencrypted: demo
`)
  })

  it('computes the codes of files', () => {
    const texts = ['s3cr3t', '5432', '1000000000000000000000', 'True', '2024-01-02T00:00:00Z', '', 'a', 'b', 'plain']
    const values = texts.map((text) => scalarOf('str', text))
    expect(codeOf([...values, scalarOf('str', 'demo')])).toBe(
      '967454D85D3D4958A55B4E4E6340EBC7076AFB100F6E85E99D679E1DB5DBE6B5AB9A946789026EC4866976561B19E3DFFEFCEC0B732E73C3E1E5805806B31622',
    )
    expect(codeOf(values, true)).toBe(
      'E53A25CFEEEE6E4CCEDC509050321D894C7F11737266183F89740A6C40BEDAFBF99CF3459CF537B926230CE21A8034269E2D0F8F1F93F800102C480A9DA6D427',
    )
    expect(codeOf([scalarOf('str', 'x')])).toBe(
      'A4ABD4448C49562D828115D13A1FCCEA927F52B4D5459297F8B43E42DA89238BC13626E43DCB38DDB082488927EC904FB42057443983E88585179D50551AFE62',
    )
    expect(codeOf([scalarOf('str', 'x')], true)).toBe(
      'F2FCD883120AC9CC76A0079910AFF53A3F3A4AFB78C110FB8C8B361E38777DE722FABB66A132749D5C71138D4B1E3BFDF7CAD284A785AF59ABA5109BDDD799A0',
    )
  })

  it.each([
    [1e21, '1000000000000000000000'],
    [1e-7, '0.0000001'],
    [1.5e-9, '0.0000000015'],
    [-1.25e22, '-12500000000000000000000'],
    [1, '1'],
    [0.1, '0.1'],
    [Number.NaN, 'NaN'],
    [Number.POSITIVE_INFINITY, '+Inf'],
    [Number.NEGATIVE_INFINITY, '-Inf'],
    [-0, '-0'],
    [1.7976931348623157e308, `17976931348623157${'0'.repeat(292)}`],
  ])('writes the float %d as %s', (value, text) => {
    expect(Buffer.from(floatScalar(value).bytes).toString()).toBe(text)
  })

  it('writes truth as Python does', () => {
    expect([true, false].map((value) => Buffer.from(boolScalar(value).bytes).toString())).toEqual(['True', 'False'])
  })
})

describe('Shamir', () => {
  const shares = [
    '5f73b3d6ce700f01d1fa95bcfff4a54d0732c695ce8e7322adf1ff2df2a9fad601',
    'bee57bb28bef140ba1f42f7ef1e4438b3e57a104bb38dc7d69d2cb77db6ecd9602',
    'e197ca67419a1d0d7807b0c9021de8c92974758261a3b948dc3a2e4135da295f03',
  ].map((hex) => Buffer.from(hex, 'hex')) as [Buffer, Buffer, Buffer]

  it('combines any two of the shares that the SOPS command made', () => {
    const [a, b, c] = shares
    for (const some of [
      [a, b],
      [a, c],
      [c, b],
      [a, b, c],
    ])
      expect(Buffer.from(combineShares(some))).toEqual(dataKey)
  })

  it('splits into shares of which fewer than the threshold say nothing', () => {
    for (const [parts, threshold] of [
      [2, 2],
      [3, 2],
      [5, 3],
      [255, 10],
    ] as const) {
      const made = splitSecret(dataKey, parts, threshold)
      expect(made.map((share) => share.at(-1))).toEqual(Array.from({ length: parts }, (_, index) => index + 1))
      expect(Buffer.from(combineShares(made.slice(-threshold)))).toEqual(dataKey)
      if (threshold > 2) expect(Buffer.from(combineShares(made.slice(0, threshold - 1)))).not.toEqual(dataKey)
    }
  })

  it.each([
    ['one share', [shares[0]]],
    ['the same share twice', [shares[0], shares[0]]],
    ['shares of different lengths', [shares[0], shares[1].subarray(1)]],
    ['a share of the place zero', [shares[0], Buffer.concat([shares[1].subarray(0, -1), Buffer.from([0])])]],
  ])('refuses %s', (_, some) => {
    expect(() => combineShares(some)).toThrow(expect.objectContaining({ code: 'CRYPTO_MALFORMED' }))
  })
})

describe('sealed values', () => {
  const text = sealScalar(scalarOf('str', 'x'), dataKey, 'a:')

  it('have an IV of 32 bytes and a tag of 16', () => {
    expect(parseEnvelope(text)).toMatchObject({ type: 'str', iv: { length: 32 }, tag: { length: 16 }, data: { length: 1 } })
    expect(sealScalar(scalarOf('str', ''), dataKey, 'a:')).toBe('')
  })

  it.each([
    ['a tag of four bytes', text.replace(/tag:[^,]*/, 'tag:AAAAAA==')],
    ['base64 in two spellings', text.replace(/data:(.)[^,]*/, 'data:$1B==')],
    ['an unknown type', text.replace('type:str', 'type:text')],
    ['something behind it', `${text} `],
    ['nothing in it', text.replace(/data:[^,]*/, 'data:')],
    ['another cipher', text.replace('AES256_GCM', 'AES128_GCM')],
  ])('are refused with %s', (_, changed) => {
    expect(parseEnvelope(changed)).toBeUndefined()
  })

  it('open only with their key and place', () => {
    const envelope = parseEnvelope(text) as NonNullable<ReturnType<typeof parseEnvelope>>
    expect(openEnvelope(envelope, dataKey, 'a:')).toMatchObject({ type: 'str' })
    expect(openEnvelope(envelope, dataKey, 'b:')).toBeUndefined()
    expect(openEnvelope(envelope, Buffer.alloc(32), 'a:')).toBeUndefined()
  })
})
