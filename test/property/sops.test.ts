import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { open, seal, testKeys } from '../../src/crypto/sealed.fixture.ts'
import { plainContent } from '../../src/crypto/sops/open.ts'
import { ruleNames } from '../../src/crypto/sops/rules.ts'
import { resealSops, rotateSops } from '../../src/crypto/sops/seal.ts'
import { json } from '../../src/formats/json/json.ts'
import { yaml } from '../../src/formats/yaml/yaml.ts'
import type { Value } from '../../src/values/value.ts'
import { checkSealed } from '../conformance/sops-checker.ts'
import { runsOr } from './runs.ts'

const word = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.constantFrom(
    'yes',
    '0777',
    '08',
    '1_0',
    '2024-01-02',
    'x\ny\n',
    ' x',
    '#',
    'a: b',
    'ENC[AES256_GCM,data:',
    '~',
    '- x',
    '1e3',
    '!!str',
  ),
)
const key = word.filter((text) => !['__proto__', 'sops', '<<'].includes(text))
const scalar = fc.oneof(
  word,
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => (number === 0 ? 0 : number)),
  fc.boolean(),
  fc.constant(null),
  fc
    .bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
    .map((number) => (Number.isSafeInteger(Number(number)) ? Number(number) : number)),
)
const { map } = fc.letrec<{ tree: Value; map: Value }>((tie) => ({
  tree: fc.oneof({ depthSize: 'small' }, scalar, fc.array(tie('tree'), { maxLength: 4 }), tie('map')),
  map: fc.dictionary(key, tie('tree'), { maxKeys: 4, noNullPrototype: true }),
}))
const rule = fc.record({
  name: fc.constantFrom(...ruleNames.filter((name) => name.endsWith('suffix') || name.endsWith('d_regex'))),
  pattern: fc.constantFrom('a', '^[a-z]', 'x$', '.', '0'),
})

const formats = { 'app.yaml': yaml(), 'app.json': json() }

describe.each(Object.entries(formats))('%s', (name, format) => {
  it('is what it was after sealing and opening, after a change, and after a rotation', async () => {
    await fc.assert(
      fc.asyncProperty(map, map, rule, fc.boolean(), async (value, other, selection, macOnlyEncrypted) => {
        const text = format.print(value)
        const sealed = await seal(text, name, { rule: selection, macOnlyEncrypted })
        const opened = await open(sealed, name)
        const plain = Buffer.from(plainContent(opened)).toString()
        expect(format.parse(plain, name).value ?? {}).toEqual(format.parse(text, name).value ?? {})
        expect(await checkSealed(sealed, name === 'app.yaml' ? 'yaml' : 'json', opened.dataKey)).toMatchObject({ macFits: true })

        const changed = resealSops(opened, Buffer.from(format.print(other)), 1)
        const reopened = await open(changed, name)
        expect(format.parse(Buffer.from(plainContent(reopened)).toString(), name).value ?? {}).toEqual(
          format.parse(format.print(other), name).value,
        )
        const rotated = await rotateSops(reopened, reopened.metadata.groups, 0, testKeys, 2)
        expect(Buffer.from(plainContent(await open(rotated, name)))).toEqual(Buffer.from(plainContent(reopened)))
      }),
      { numRuns: runsOr(150) },
    )
  })
})
