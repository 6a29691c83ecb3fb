import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { ConfigError } from '../../src/errors/config-error.ts'
import { properties } from '../../src/formats/properties/properties.ts'
import { mutateText } from '../fuzz/mutations.ts'
import { Random } from '../fuzz/random.ts'

const own = JSON.parse(readFileSync(new URL('properties-inputs.json', import.meta.url), 'utf8')) as readonly string[]
const folder = new URL('../corpus/properties/', import.meta.url)
const files = readdirSync(folder).map((file) => readFileSync(new URL(file, folder), 'latin1'))
const random = new Random(7)
const corpus = [...own, ...files]
const tokens = ['\\\n', '\\\r\n', '\\\r', '\\u00e9', '\\u', ' = ', ':', '!', '#', '\f']
const mutated = Array.from({ length: 3000 }, () => mutateText(random.pick(corpus), random, { corpus, tokens }))
const inputs = [...own, ...files, ...mutated]

function hexOf(text: string): string {
  return Array.from({ length: text.length }, (_, index) => text.charCodeAt(index).toString(16).padStart(4, '0')).join('')
}

function textOf(hex: string): string {
  return (hex.match(/.{4}/g) ?? []).map((digits) => String.fromCharCode(Number.parseInt(digits, 16))).join('')
}

function askJava(): readonly string[] | { readonly missing: string } {
  const program = fileURLToPath(new URL('PropertiesOracle.java', import.meta.url))
  const run = spawnSync('java', [program], {
    input: inputs.map((text) => `${hexOf(text)}\n`).join(''),
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  })
  if (run.error !== undefined) return { missing: `java cannot be started: ${run.error.message}` }
  return run.status === 0 ? run.stdout.split('\n') : { missing: `java failed: ${run.stderr}` }
}

function theirs(answer: string): unknown {
  if (answer === '!') return 'refused'
  const pairs = answer === '' ? [] : answer.split(',').map((pair) => pair.split('=').map(textOf) as [string, string])
  return Object.fromEntries(pairs)
}

function ours(text: string): unknown {
  try {
    return properties({ flat: true }).parse(text, 'input').value
  } catch (error) {
    if (ConfigError.is(error)) return 'refused'
    throw error
  }
}

const answers = askJava()

describe('.properties, flat, against java.util.Properties', () => {
  if ('missing' in answers) {
    if (process.env.REQUIRE_SERVICES === '1') {
      it('needs java', () => expect.fail(answers.missing))
    } else {
      it.skip(answers.missing, () => {})
    }
    return
  }
  it('has at least 60 inputs of its own', () => expect(own.length).toBeGreaterThanOrEqual(60))

  it.each(own.map((text, index) => ({ text, index })))('agrees on %j', ({ text, index }) => {
    expect(ours(text)).toEqual(theirs(answers[index] as string))
  })

  it('agrees on real files', () => {
    for (const [index, text] of files.entries()) expect(ours(text)).toEqual(theirs(answers[own.length + index] as string))
  })

  it('agrees on 3,000 mutated texts', () => {
    const start = own.length + files.length
    for (const [index, text] of mutated.entries())
      expect([text, ours(text)]).toEqual([text, theirs(answers[start + index] as string)])
  })
})
