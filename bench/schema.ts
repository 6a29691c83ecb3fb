import { Ajv2020 } from 'ajv/dist/2020.js'
import * as v from 'valibot'
import * as z from 'zod'
import { compileJsonSchema } from '../src/schema/json-schema/validator.ts'
import { withValue } from '../src/values/set.ts'
import type { ValueMap } from '../src/values/value.ts'
import { type Case, cpuOf, measure, ratioOf, spread } from './measure.ts'
import type { Effort, Row } from './row.ts'
import { schemaTrees } from './schema-trees.ts'

/** The first verdict of a schema, checking again after one change (G11), and checking a whole tree, against validators. */
export function schemaRows(effort: Effort): readonly Row[] {
  return [100, effort.quick ? 1000 : 10_000].flatMap((fields) => [
    ...firstRows(fields, effort),
    ...againRows(fields, effort),
    ...steadyRows(fields, effort),
  ])
}

function newAjv(): Ajv2020 {
  return new Ajv2020({ allErrors: true, ownProperties: true, strict: false, validateFormats: false })
}

/** From the schema document to the first verdict. What is kept between runs is the code of the library, nothing else. */
function firstRows(fields: number, effort: Effort): readonly Row[] {
  const { schema, value } = schemaTrees(fields)
  const rounds = fields > 1000 ? 3 : effort.quick ? 5 : 15
  const ratios: number[] = []
  const own: number[] = []
  const copies = (count: number) => Array.from({ length: count }, () => structuredClone(schema))
  for (let round = 0; round < rounds; round++) {
    const [forAjv, ...forOwn] = copies(11)
    const ajv = cpuOf(() => newAjv().compile(forAjv as object)(value))
    const mine =
      cpuOf(() => forOwn.forEach((copy) => void compileJsonSchema(copy, { formats: 'annotate' }).check(value))) / forOwn.length
    ratios.push(ajv / mine)
    own.push(mine)
  }
  return [
    {
      goal: 'G11',
      what: `first verdict of ${fields} fields: ajv / configmanage`,
      ratio: spread(ratios),
      unit: 'x',
      target: fields === 100 ? { atLeast: 20 } : effort.quick ? undefined : { atLeast: 100 },
    },
    {
      goal: 'G11',
      what: `first verdict of ${fields} fields: configmanage`,
      ratio: spread(own),
      unit: 'ms',
      target: fields === 100 ? { atMost: 1 } : undefined,
    },
  ]
}

function againRows(fields: number, effort: Effort): readonly Row[] {
  const { schema, value, leaf } = schemaTrees(fields)
  const ajv = newAjv().compile(schema)
  const validator = compileJsonSchema(schema, { formats: 'annotate' })
  let count = 0
  // Every run sees another tree, as after every reload: nothing but the unchanged parts is known.
  const change = (): ValueMap => withValue(value, leaf, `host-${count++ % 100_000}`) as ValueMap
  validator.check(value)
  const cases: readonly Case[] = [
    { name: 'ajv', run: () => ajv(change()) },
    { name: 'again', run: () => validator.check(change()) },
    { name: 'unchanged', run: () => validator.check(value) },
  ]
  const samples = measure(cases, { ...effort.calls, rounds: 7 })
  return [
    {
      goal: 'G11',
      what: `one leaf of ${fields} fields changed: ajv / checking again, each with making the new tree`,
      ratio: ratioOf(samples, 'ajv', 'again'),
      unit: 'x',
      target: fields >= 10_000 ? { atLeast: 40 } : undefined,
    },
    {
      goal: 'G11',
      what: `nothing of ${fields} fields changed`,
      ratio: spread((samples.get('unchanged') ?? []).map((ms) => ms * 1000)),
      unit: 'us',
      target: { atMost: 0.1 },
    },
  ]
}

/** A whole tree that nobody has seen before, when everything is warm. */
function steadyRows(fields: number, effort: Effort): readonly Row[] {
  const { schema, value, valibot, zod } = schemaTrees(fields)
  const ajv = newAjv().compile(schema)
  const plain = compileJsonSchema(schema, { formats: 'annotate', remembers: false })
  const samples = measure(
    [
      { name: 'ajv', run: () => ajv(value) },
      { name: 'configmanage', run: () => plain.check(value) },
      { name: 'valibot', run: () => v.safeParse(valibot, value) },
      { name: 'zod', run: () => z.safeParse(zod, value) },
    ],
    { rounds: 5, batchMs: effort.calls.batchMs },
  )
  const others = ['configmanage', 'valibot', 'zod']
  return others.map((name) => ({
    goal: '-',
    what: `all of ${fields} fields, warm: ${name} / ajv`,
    ratio: ratioOf(samples, name, 'ajv'),
    unit: 'x',
  }))
}
