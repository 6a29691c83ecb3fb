import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { ConfigError } from '../../src/errors/config-error.ts'
import { type Rendered, renderTemplate } from '../../src/templates/render-template.ts'
import type { ValueMap } from '../../src/values/value.ts'

/** A template, and what Jinja2 3.1.6 gives for it. */
interface Case {
  readonly name: string
  readonly template: string
  readonly trim?: boolean
  readonly lstrip?: boolean
  readonly jinja?: string
  /** What we give, where that is something else; `null` when we refuse it. */
  readonly ours?: string | null
}

interface Suite {
  readonly data: ValueMap
  readonly files: Readonly<Record<string, string>>
  readonly cases: readonly Case[]
  readonly differences: readonly Case[]
}

const suite = JSON.parse(readFileSync(new URL('templates-cases.json', import.meta.url), 'utf8')) as Suite
const root = fileURLToPath(new URL('templates', import.meta.url))

function rendered({ template, trim = false, lstrip = false }: Case): Rendered {
  return renderTemplate({
    main: { absolute: `${root}/main.tmpl`, file: 'main.tmpl', source: template },
    data: suite.data,
    folder: root,
    access: {
      read: (absolute) => readFileSync(absolute, 'utf8'),
      shown: (absolute) => absolute.slice(root.length + 1),
    },
    trimBlocks: trim,
    lstripBlocks: lstrip,
  })
}

describe('templates, as Jinja2 renders them', () => {
  it('are enough to mean something', () => expect(suite.cases.length).toBeGreaterThanOrEqual(80))

  it.each(suite.cases)('$name', (test) => expect(rendered(test).text).toBe(test.jinja))

  it.each(suite.cases)('$name: marked with its places, the text is the same', (test) => {
    expect(rendered(test).lines()).toBeDefined()
  })
})

describe('templates that come out otherwise than in Jinja2, as docs/templates.md says', () => {
  it.each(suite.differences)('$name', (test) => {
    if (test.ours === null) expect(() => rendered(test)).toThrow(ConfigError)
    else expect(rendered(test).text).toBe(test.ours)
    expect(test.ours).not.toBe(test.jinja)
  })
})

/** What the Jinja2 of this machine says; a sentence when it has none. */
function askJinja(cases: readonly Case[]): readonly (string | { readonly error: string })[] | string {
  const script = fileURLToPath(new URL('templates-oracle.py', import.meta.url))
  const python = process.env['JINJA_PYTHON'] ?? 'python3'
  const run = spawnSync(python, [script], { input: JSON.stringify({ ...suite, cases }), encoding: 'utf8' })
  if (run.error !== undefined) return `${python} cannot be started: ${run.error.message}`
  return run.status === 0 ? JSON.parse(run.stdout) : `${python} has no jinja2`
}

describe('Jinja2 itself', () => {
  const cases = [...suite.cases, ...suite.differences]
  const answers = askJinja(cases)

  it('gives what is recorded', (context) => {
    if (typeof answers === 'string') return context.skip(`${answers}: name one by JINJA_PYTHON`)
    const recorded = cases.map(({ jinja }) => jinja ?? 'an error')
    expect(answers.map((answer) => (typeof answer === 'string' ? answer : 'an error'))).toEqual(recorded)
  })
})
