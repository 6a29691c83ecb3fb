import type { Random } from '../../fuzz/random.ts'

type Schema = Readonly<Record<string, unknown>>
export type Content = string | number

/** Makes secrets that nothing else in a report is equal to. */
export class SecretMaker {
  readonly made: Content[] = []
  readonly #random: Random

  constructor(random: Random) {
    this.#random = random
  }

  text(): string {
    const number = this.made.length
    const core = `hun${number}ter-c4n4ry${this.#random.below(1000)}`
    const secret = this.#random.pick([
      core,
      core,
      `${core} "quoted" 'twice'`,
      `${core}\\slash/%41 &<b>`,
      `first-${core}\nsecond-${core}\n`,
      `grüße-😀-${core}`,
      `${core}|*_\`x\`_`,
      `§${String.fromCodePoint(0x3400 + number)}¶`,
      String.fromCodePoint(0x3500 + number),
      'x'.repeat(70) + core,
    ])
    this.made.push(secret)
    return secret
  }

  any(): Content {
    if (this.#random.below(5) > 0) return this.text()
    const secret = 730_000_000 + this.made.length * 1000 + this.#random.below(1000)
    this.made.push(secret)
    return secret
  }
}

/** Schemas that no secret of {@link SecretMaker} keeps. */
export const refusals: readonly Schema[] = [
  { type: 'boolean' },
  { type: 'object', required: ['a'] },
  { type: 'array', items: { type: 'integer' } },
  { minLength: 200, maximum: 1 },
  { maxLength: 0, minimum: 2_000_000_000 },
  { pattern: '^\\d\\d$', multipleOf: 0.7 },
  { enum: ['hunter', 'hun0ter-c4n4ry', 73] },
  { const: 'hun1ter-c4n4ry' },
  { type: 'string', format: 'email', maxLength: 2, pattern: '^$' },
  { not: {} },
  { anyOf: [{ type: 'boolean' }, { const: 'hun2ter-c4n4ry' }] },
  {
    oneOf: [
      { enum: ['hunter', 'hun3ter'] },
      { type: 'array', maxItems: 1 },
      { type: 'object', properties: { kind: { const: 'a' } } },
    ],
  },
  { allOf: [{ type: 'null' }, { enum: [null] }] },
  { if: {}, then: { type: 'boolean' } },
  { type: ['integer', 'string'], 'x-type': 'duration', pattern: '^\\d+s$', maximum: 5 },
]

/** Ways to say that values are secret, each with a wrong value: by the key at the top where both stand. */
export function secretPlaces(random: Random, maker: SecretMaker): Readonly<Record<string, readonly [Schema, unknown]>> {
  const refused = (): Schema => ({ ...random.pick(refusals), 'x-secret': true })
  const any = (): Content => maker.any()
  const node = { type: 'object', properties: { pin: refused(), below: { $ref: '#/$defs/node' } } }
  return {
    leaf: [refused(), any()],
    creds: [
      random.pick<Schema>([
        { 'x-secret': true, type: 'object', additionalProperties: { type: 'boolean' } },
        { 'x-secret': true, type: 'object', properties: { user: { type: 'boolean' } }, additionalProperties: false },
        { 'x-secret': true, type: 'string' },
        { 'x-secret': true, maxProperties: 1, propertyNames: { maxLength: 1 } },
      ]),
      { user: any(), more: { key: any(), list: [any(), { deep: any() }] } },
    ],
    tokens: [{ type: 'array', items: refused() }, [any(), any(), any()]],
    pair: [{ type: 'array', prefixItems: [{ type: 'string' }, refused()] }, ['open', any()]],
    same: [{ 'x-secret': true, type: 'array', uniqueItems: true, maxItems: 1 }, twice(any())],
    some: [{ 'x-secret': true, type: 'array', contains: { type: 'boolean' } }, [any()]],
    vault: [
      { type: 'object', patternProperties: { '^s_': refused() } },
      { s_one: any(), s_two: any() },
    ],
    bag: [
      { type: 'object', additionalProperties: refused() },
      { one: any(), two: any() },
    ],
    every: [
      { type: 'array', items: { type: 'object', properties: { pw: refused() } } },
      [{ name: 'a', pw: any() }, { pw: any() }],
    ],
    linked: [{ $ref: '#/$defs/hidden' }, any()],
    inside: [{ allOf: [{ 'x-secret': true }, random.pick(refusals)] }, any()],
    node: [
      { $ref: '#/$defs/node' },
      { pin: any(), below: { pin: any(), below: { pin: any(), below: { below: { pin: any() } } } } },
    ],
    needing: [
      { 'x-secret': true, type: 'object', properties: { a: {} }, dependentRequired: { a: ['b'] }, required: ['c'] },
      { a: any(), hunter: any() },
    ],
    $defs: [{}, { node, hidden: refused() }],
  }
}

const twice = (secret: Content): readonly Content[] => [secret, secret]
