import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { ConfigError } from '../../src/errors/config-error.ts'
import { toml } from '../../src/formats/toml/index.ts'
import { scan } from '../../src/formats/toml/scan.ts'
import { fuzzFormat } from './mutate.ts'
import { mutateText } from './mutations.ts'
import { Random, seedOf } from './random.ts'

const folder = new URL('../corpus/toml/', import.meta.url)
const corpus = readdirSync(folder).map((name) => readFileSync(new URL(name, folder), 'utf8'))
const tokens = [
  '[[',
  ']]',
  '"""',
  "'''",
  '= ',
  '# ',
  '.',
  'a.b',
  '[a]',
  '[[a]]',
  '{a=1}',
  '[1,]',
  '1979-02-30',
  '07:32',
  '1979-05-27 07:32Z',
  '0x',
  '1_0',
  'inf',
  'nan',
  '\\e',
  '\\U0001F600',
]

it.each(['1.0', '1.1'] as const)(
  'holds its promises for mutated TOML %s',
  (version) => {
    const runs = Math.ceil(Number(process.env.FUZZ_RUNS ?? 20_000) / 2)
    const report = fuzzFormat({
      format: toml({ version }),
      corpus,
      tokens,
      editIsLocal: true,
      runs,
      seed: version === '1.0' ? 10 : 11,
    })
    expect(report.valid).toBeGreaterThan(runs / 50)
    expect(report.refused).toBeGreaterThan(runs / 50)
  },
  3_600_000,
)

it('has two judges that never disagree', () => {
  const runs = Number(process.env.FUZZ_RUNS ?? 20_000)
  const random = new Random(seedOf(12))
  const format = toml()
  for (let run = 0; run < runs; run++) {
    const text = mutateText(random.pick(corpus), random, { corpus, tokens }).toWellFormed()
    const isRefused = scan(text, 'fuzz', '1.1', 500).issues.length > 0
    expect({ text, codes: codesOf(() => format.parse(text, 'fuzz'), isRefused) }).toEqual({
      text,
      codes: isRefused ? 'refused' : 'read',
    })
  }
})

/** An integer that is too large is refused for its value, with which the scan has nothing to do. */
function codesOf(parse: () => unknown, isRefused: boolean): string {
  try {
    parse()
    return 'read'
  } catch (error) {
    const codes = ConfigError.is(error) ? error.issues.map((issue) => issue.code) : [String(error)]
    if (!isRefused && codes.every((code) => code === 'FORMAT_UNSUPPORTED_VALUE')) return 'read'
    return isRefused && !codes.includes('FORMAT_DISAGREEMENT') ? 'refused' : codes.join()
  }
}
