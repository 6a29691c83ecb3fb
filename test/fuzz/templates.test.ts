import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { ConfigError } from '../../src/errors/config-error.ts'
import { renderTemplate } from '../../src/templates/render-template.ts'
import type { ValueMap } from '../../src/values/value.ts'
import { cpuMs } from '../cpu-time.ts'
import { mutateText } from './mutations.ts'
import { Random } from './random.ts'

interface Suite {
  readonly data: ValueMap
  readonly cases: readonly { readonly template: string }[]
}

const suite = JSON.parse(readFileSync(new URL('../conformance/templates-cases.json', import.meta.url), 'utf8')) as Suite
const folder = fileURLToPath(new URL('../conformance/templates', import.meta.url))
const corpus = suite.cases.map(({ template }) => template)
const tokens = [
  '{{',
  '}}',
  '{%',
  '%}',
  '{#',
  '#}',
  '-',
  '|',
  ' if ',
  ' is ',
  '(',
  ')',
  '[',
  '"',
  "'",
  '{% raw %}',
  '{% endif %}',
  '.get(',
  '~',
  '\u{10FFFD}',
]

/** A rendering takes some milliseconds, so there are fewer of them than of texts that are only parsed. */
const runs = Math.ceil(Number(process.env['FUZZ_RUNS'] ?? 20_000) / 10)

it(
  `${runs} changed templates give a text, or an error of ours, in time`,
  () => {
    const random = new Random(1)
    for (let index = 0; index < runs; index++) {
      const source = mutateText(corpus[index % corpus.length] as string, random, { corpus, tokens })
      const start = cpuMs()
      try {
        const main = { absolute: `${folder}/main.tmpl`, file: 'main.tmpl', source }
        const access = { read: (path: string) => readFileSync(path, 'utf8'), shown: (path: string) => path }
        renderTemplate({ main, folder, access, data: suite.data, limits: { fuel: 100_000 } }).lines()
      } catch (error) {
        if (!ConfigError.is(error)) throw new Error(`with ${JSON.stringify(source)}`, { cause: error })
        expect(error.issues[0]?.code, source).toMatch(/^TEMPLATE_/)
      }
      expect(cpuMs() - start, source).toBeLessThan(4000)
    }
    expect(Object.keys(Object.prototype)).toEqual([])
  },
  60_000 + runs * 20,
)
