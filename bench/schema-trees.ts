import * as v from 'valibot'
import * as z from 'zod'
import type { Path } from '../src/values/path.ts'
import type { ValueMap } from '../src/values/value.ts'

/** The same configuration as a value and as a schema of three libraries: sections of ten fields, in groups of ten. */
export interface SchemaTrees {
  readonly schema: Record<string, unknown>
  readonly value: ValueMap
  readonly valibot: v.GenericSchema
  readonly zod: z.ZodType
  /** A text in the middle. */
  readonly leaf: Path
}

const section = {
  schema: {
    type: 'object',
    properties: {
      host: { type: 'string', minLength: 1 },
      port: { type: 'integer', minimum: 1, maximum: 65_535 },
      level: { enum: ['debug', 'info', 'warn', 'error'] },
      enabled: { type: 'boolean' },
      ratio: { type: 'number', minimum: 0, maximum: 1 },
      name: { type: 'string', pattern: '^[a-z][a-z0-9-]*$' },
      tags: { type: 'array', items: { type: 'string' }, maxItems: 10 },
      retries: { type: 'integer', minimum: 0 },
      path: { type: 'string', maxLength: 200 },
      note: { type: ['string', 'null'] },
    },
    required: ['host', 'port', 'level'],
    additionalProperties: false,
  },
  value: {
    host: 'db.example.com',
    port: 5432,
    level: 'info',
    enabled: true,
    ratio: 0.5,
    name: 'primary-1',
    tags: ['a', 'b'],
    retries: 3,
    path: '/var/lib/data',
    note: null,
  },
  valibot: () =>
    v.strictObject({
      host: v.pipe(v.string(), v.minLength(1)),
      port: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535)),
      level: v.picklist(['debug', 'info', 'warn', 'error']),
      enabled: v.optional(v.boolean()),
      ratio: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
      name: v.optional(v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]*$/u))),
      tags: v.optional(v.pipe(v.array(v.string()), v.maxLength(10))),
      retries: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
      path: v.optional(v.pipe(v.string(), v.maxLength(200))),
      note: v.optional(v.nullable(v.string())),
    }),
  zod: () =>
    z.strictObject({
      host: z.string().min(1),
      port: z.int().min(1).max(65_535),
      level: z.enum(['debug', 'info', 'warn', 'error']),
      enabled: z.boolean().optional(),
      ratio: z.number().min(0).max(1).optional(),
      name: z
        .string()
        .regex(/^[a-z][a-z0-9-]*$/u)
        .optional(),
      tags: z.array(z.string()).max(10).optional(),
      retries: z.int().min(0).optional(),
      path: z.string().max(200).optional(),
      note: z.string().nullable().optional(),
    }),
}

/** `fields` is a power of ten, 100 at least. */
export function schemaTrees(fields: number): SchemaTrees {
  if (fields <= 10) {
    return { ...section, value: { ...section.value }, valibot: section.valibot(), zod: section.zod(), leaf: ['host'] }
  }
  const names = Array.from({ length: 10 }, (_, index) => `part${index}`)
  const inner = names.map(() => schemaTrees(fields / 10))
  const each = <T>(of: (tree: SchemaTrees) => T): Record<string, T> =>
    Object.fromEntries(names.map((name, index) => [name, of(inner[index] as SchemaTrees)]))
  return {
    schema: { type: 'object', properties: each((tree) => tree.schema), required: names, additionalProperties: false },
    value: each((tree) => tree.value),
    valibot: v.strictObject(each((tree) => tree.valibot)),
    zod: z.strictObject(each((tree) => tree.zod)),
    leaf: ['part5', ...(inner[5] as SchemaTrees).leaf],
  }
}
