import { execFileSync } from 'node:child_process'
import sarifSchema from '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json' with { type: 'json' }
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import { describe, expect, it } from 'vitest'
import { loadReporter, reporterNames } from '../../src/cli/reporters/table.ts'
import { compileJsonSchema } from '../../src/schema/json-schema/validator.ts'
import { gitlabSchema, rdjsonSchema } from './report-schemas.ts'
import { reportOf, sampleReport, sampleWorld } from './sample-report.ts'

async function draw(name: (typeof reporterNames)[number], report = sampleReport, world = sampleWorld): Promise<string> {
  return (await loadReporter(name))(report, world)
}

const nothing = { ...reportOf([]), exitCode: 0, checked: [{ name: 'a.yaml', issues: [] }] }

describe.each(reporterNames)('%s', (name) => {
  it('is what it was', async () => {
    await expect(await draw(name)).toMatchFileSnapshot(`../golden/reporters/${name}.golden`)
  })

  it('ends with a line end, and is the same twice', async () => {
    const text = await draw(name)
    expect(text).toMatch(/[^\n]\n$/)
    expect(await draw(name)).toBe(text)
  })

  it('has something to say of nothing', async () => {
    await expect(await draw(name, nothing)).toMatchFileSnapshot(`../golden/reporters/${name}-nothing.golden`)
  })
})

/**
 * The official schema is written in draft 4, whose only difference here is the name of `id`, and one of its patterns
 * has a bracket that Unicode mode wants escaped.
 */
const { id, $schema: _, ...rest } = JSON.parse(JSON.stringify(sarifSchema).replaceAll('{2}]?$', '{2}\\\\]?$'))
const sarifAsDraft7 = { ...rest, $id: id, $schema: 'http://json-schema.org/draft-07/schema#' }

describe('SARIF', () => {
  const ajv = new Ajv({ strict: false, allErrors: true })
  // The module is CommonJS: its default export is a property.
  ;(addFormats as unknown as { default: (ajv: Ajv) => void }).default(ajv)
  const byAjv = ajv.compile(sarifAsDraft7)
  const byOurs = compileJsonSchema(sarifAsDraft7)

  it.each([
    ['the sample', sampleReport],
    ['nothing', nothing],
  ])('of %s is valid by the official schema', async (_name, report) => {
    const log = JSON.parse(await draw('sarif', report))
    expect({ valid: byAjv(log), errors: byAjv.errors }).toEqual({ valid: true, errors: null })
    expect(byOurs.check(log)).toEqual([])
  })

  it('would be found invalid', async () => {
    const log = JSON.parse(await draw('sarif'))
    log.runs[0].results[0].locations[0].physicalLocation.region.startLine = 0
    expect([byAjv(log), byOurs.isValid(log)]).toEqual([false, false])
  })

  it('has a rule for each code, with help and a link', async () => {
    const { tool, results } = JSON.parse(await draw('sarif')).runs[0]
    for (const result of results) expect(tool.driver.rules[result.ruleIndex].id).toBe(result.ruleId)
    for (const rule of tool.driver.rules) {
      expect(rule.help.text.length).toBeGreaterThan(40)
      expect(rule.helpUri).toBe(`https://unpkg.com/configmanage@1.2.3/docs/errors.md#${rule.id.toLowerCase()}`)
    }
  })

  it('gives files from the top of the repository, and a file to what stands in none', async () => {
    const { results } = JSON.parse(await draw('sarif')).runs[0]
    const uris = results.map((result: SarifResult) => result.locations[0].physicalLocation.artifactLocation)
    expect(uris).toContainEqual({ uri: 'shop/config/a%2C%20b%3A%2050%25.yaml', uriBaseId: '%SRCROOT%' })
    expect(uris).toContainEqual({ uri: 'shop/configmanage.config.yaml', uriBaseId: '%SRCROOT%' })
  })

  it('marks what a comment or the baseline suppresses', async () => {
    const { results } = JSON.parse(await draw('sarif')).runs[0]
    const kinds = results.flatMap((result: SarifResult) => result.suppressions ?? []).map(({ kind }: { kind: string }) => kind)
    expect(kinds).toEqual(['inSource', 'external'])
  })
})

interface SarifResult {
  readonly locations: readonly [{ readonly physicalLocation: { readonly artifactLocation: unknown } }]
  readonly suppressions?: readonly { readonly kind: string }[]
}

describe('JUnit', () => {
  it('is XML that a parser reads, with the texts as they were', async () => {
    const program = `
import json, sys, xml.etree.ElementTree as tree
root = tree.fromstring(sys.stdin.buffer.read())
suite = root.find('testsuite')
cases = suite.findall('testcase')
print(json.dumps({'tests': [root.get('tests'), suite.get('tests'), len(cases)],
  'failures': [root.get('failures'), len(suite.findall('.//failure'))],
  'names': [case.get('name') for case in cases],
  'outputs': [output.text for output in suite.findall('.//system-out')]}))`
    const answer = JSON.parse(execFileSync('python3', ['-c', program], { input: await draw('junit'), encoding: 'utf8' }))
    expect(answer).toMatchObject({ tests: ['4', '4', 4], failures: ['2', 2] })
    expect(answer.names).toEqual(['config/prod.yaml', 'config/base.yaml', 'config/a, b: 50%.yaml', 'configuration'])
    expect(answer.outputs.join('\n')).toContain('mode is none of "slow", <b>fast</b> & ]]> 50%, a|b: @you\nnext\ufffd')
  })
})

describe('GitHub commands', () => {
  it('are one line each, errors first, and nothing in them ends a property or the command', async () => {
    const lines = (await draw('github')).trimEnd().split('\n')
    expect(lines.map((line) => line.slice(0, 8))).toEqual(['::error ', '::error ', '::error ', '::warnin', '::warnin'])
    const awkward = lines.find((line) => line.includes('VALUE_CHOICE')) ?? ''
    expect(awkward).toContain('file=shop/config/a%2C b%3A 50%25.yaml,line=1')
    expect(awkward).toContain('50%25, a|b: @you%0Anext')
  })
})

describe('reports for reviewdog and GitLab', () => {
  it.each([
    ['rdjson', rdjsonSchema],
    ['gitlab', gitlabSchema],
  ] as const)('%s has the documented shape', async (name, schema) => {
    for (const report of [sampleReport, nothing]) {
      expect(compileJsonSchema(schema).check(JSON.parse(await draw(name, report)))).toEqual([])
    }
  })

  it('count columns in bytes for reviewdog, and suggest the fix', async () => {
    const { diagnostics } = JSON.parse(await draw('rdjson'))
    const behind = diagnostics.find((each: { code: { value: string } }) => each.code.value === 'VALUE_FORMAT')
    // `note: "grüße, ` has 15 characters and 17 bytes.
    expect(behind.suggestions).toEqual([{ range: { start: { line: 4, column: 17 }, end: { line: 4, column: 22 } }, text: 'all' }])
  })

  it('give GitLab fingerprints that differ', async () => {
    const findings = JSON.parse(await draw('gitlab')) as readonly { readonly fingerprint: string }[]
    expect(new Set(findings.map(({ fingerprint }) => fingerprint)).size).toBe(findings.length)
  })
})

describe('Markdown', () => {
  it('keeps what a file holds from being markup', async () => {
    const row = (await draw('markdown')).split('\n').find((line) => line.includes('mode is none')) ?? ''
    expect(row).not.toMatch(/<b>|@you/)
    expect(row.replace(/\\\|/g, '').split('|')).toHaveLength(6)
  })

  it('keeps to the rows that a summary can hold', async () => {
    const many = reportOf(
      Array.from({ length: 1000 }, () => ({ ...(sampleReport.issues[0] as (typeof sampleReport.issues)[0]) })),
    )
    expect(Buffer.byteLength(await draw('markdown', many))).toBeLessThan(200_000)
    expect(await draw('markdown', many)).toContain('\nand 800 more.\n')
    expect(await draw('agent', many)).toContain('\nand 980 more VALUE_RANGE (--all)\n')
    expect(await draw('pretty', many)).toContain('\nand 995 more VALUE_RANGE like these (--all)\n')
  })
})
