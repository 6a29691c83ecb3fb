import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createConfig, file } from 'configmanage'
import { describe, expect, it } from 'vitest'
import { Random } from '../fuzz/random.ts'
import { writeJson } from './decorated/json-family.ts'
import { writeDotenv, writeIni, writeProperties } from './decorated/texts.ts'
import { writeToml } from './decorated/toml.ts'
import { oddKeys, plainKeys, TreeMaker, type TreeMap, type TreeRules } from './decorated/tree.ts'
import { Writer } from './decorated/writer.ts'
import { writeYaml } from './decorated/yaml.ts'

const typed: TreeRules = { keys: [...plainKeys, ...oddKeys], lists: true, numbers: true, depth: 4 }
const texts: TreeRules = { ...typed, numbers: false }
const names = ['PORT', 'HOST', 'SERVER__PORT', 'lower', 'With.Dot', '_X', 'A1']
const withoutTab = typed.keys.filter((key) => !key.includes('\t'))

const languages: readonly (readonly [string, TreeRules, (out: Writer, tree: TreeMap) => void])[] = [
  ['a.json', typed, (out, tree) => writeJson('json', out, tree)],
  ['a.jsonc', typed, (out, tree) => writeJson('jsonc', out, tree)],
  ['a.json5', typed, (out, tree) => writeJson('json5', out, tree)],
  ['a.yaml', typed, writeYaml],
  ['a.toml', typed, writeToml],
  ['a.ini', { ...texts, lists: false, depth: 3, keys: withoutTab }, writeIni],
  ['a.env', { ...texts, lists: false, depth: 1, keys: names }, writeDotenv],
  ['a.properties', texts, writeProperties],
]

const documents = Number(process.env.PLACES_RUNS ?? 150)

describe('the place that explain gives', () => {
  it.each(languages)(`is where the value stands in %s`, async (name, rules, write) => {
    const folder = mkdtempSync(join(tmpdir(), 'places-'))
    const path = join(folder, name)
    try {
      let leaves = 0
      for (let seed = 1; seed <= documents; seed++) {
        const random = new Random(seed)
        const out = new Writer(random)
        write(out, new TreeMaker(random, rules).map())
        const mark = random.below(4) === 0 ? '\ufeff' : ''
        writeFileSync(path, mark + out.text)
        leaves += await expectPlaces(path, out, `seed ${seed}:\n${out.text}`)
      }
      expect(leaves).toBeGreaterThan(documents * 2)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})

async function expectPlaces(path: string, out: Writer, message: string): Promise<number> {
  const config = await createConfig({ sources: [file(path)] }).catch((error: Error) => {
    throw new Error(`${message}\n${error.message}`)
  })
  const places = out.places()
  const found = places.map(({ pointer }) => {
    const { winner, value } = config.explain(pointer as never)
    const start = winner.span?.start
    // A text of several lines may go on behind what identifies it.
    return { pointer, content: /^\S+/.exec(String(value))?.[0], line: start?.line, column: start?.column }
  })
  expect(found, message).toEqual(places)
  return places.length
}
