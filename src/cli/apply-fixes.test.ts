import { chmodSync, readFileSync, statSync } from 'node:fs'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Issue } from '../errors/issue.ts'
import { createSandbox, type Sandbox } from '../testing/sandbox.ts'
import { LineIndex } from '../text/position.ts'
import { planFixes, textsToFix, writeChange } from './apply-fixes.ts'
import { changeText, unifiedDiff } from './change-text.ts'
import type { CliContext } from './context.ts'
import { mend } from './fix-findings.ts'

/** An issue whose fix replaces each of the marked stretches. */
function fixOf(file: string, text: string, ...changes: readonly (readonly [marked: string, by: string])[]): Issue {
  const lines = new LineIndex(text)
  return {
    code: 'KEY_UNKNOWN',
    severity: 'error',
    message: 'm',
    fix: {
      description: 'd',
      changes: changes.map(([marked, by]) => {
        const start = text.indexOf(marked)
        return { span: lines.span(file, start, start + marked.length), text: by }
      }),
    },
  }
}

function place(files: Readonly<Record<string, string>>): { readonly sandbox: Sandbox; readonly context: CliContext } {
  const sandbox = createSandbox({ files })
  onTestFinished(() => sandbox[Symbol.dispose]())
  const silent = { isTTY: false, columns: undefined, write: () => undefined }
  const context: CliContext = {
    stdin: { isTTY: false, read: async () => new Uint8Array() },
    stdout: silent,
    stderr: silent,
    env: {},
    cwd: sandbox.folder,
    now: () => 0,
    signal: new AbortController().signal,
    takeSignals: () => ({ [Symbol.dispose]: () => undefined }),
    frames: { texts: new Map(), root: undefined },
  }
  return { sandbox, context }
}

const text = 'server:\n  prot: 1 # note\n  hots: a\n'

describe('planFixes', () => {
  const texts = new Map([['a.yaml', text]])
  const plan = (...issues: readonly Issue[]) => planFixes(issues, texts)

  it('joins fixes that do not touch each other', () => {
    const [change] = plan(fixOf('a.yaml', text, ['hots', 'host']), fixOf('a.yaml', text, ['prot', 'port']))
    expect(change).toMatchObject({ file: 'a.yaml', after: 'server:\n  port: 1 # note\n  host: a\n' })
    expect(change?.issues).toHaveLength(2)
  })

  it('takes the first of two that overlap, and one of two that are the same', () => {
    const [change] = plan(
      fixOf('a.yaml', text, ['prot', 'port']),
      fixOf('a.yaml', text, ['prot: 1', 'p: 2']),
      fixOf('a.yaml', text, ['prot', 'port']),
    )
    expect(change?.after).toBe('server:\n  port: 1 # note\n  hots: a\n')
    expect(change?.issues).toHaveLength(2)
  })

  it('makes a fix whole or not at all', () => {
    const first = fixOf('a.yaml', text, ['prot', 'port'])
    const both = fixOf('a.yaml', text, ['prot', 'other'], ['hots', 'host'])
    expect(plan(first, both)[0]?.after).toContain('hots')
    const elsewhere = { ...fixOf('a.yaml', text, ['hots', 'host']) }
    const unknown = fixOf('b.yaml', text, ['hots', 'host'])
    const torn = {
      ...elsewhere,
      fix: { description: 'd', changes: [...(elsewhere.fix?.changes ?? []), ...(unknown.fix?.changes ?? [])] },
    }
    expect(plan(torn)).toEqual([])
  })

  it('joins thousands of fixes in one file at once', () => {
    const long = 'key: " x"\n'.repeat(20_000)
    const lines = new LineIndex(long)
    const many = Array.from({ length: 20_000 }, (_, index): Issue => {
      const span = lines.span('a.yaml', index * 10 + 6, index * 10 + 7)
      return { code: 'KEY_UNKNOWN', severity: 'error', message: 'm', fix: { description: 'd', changes: [{ span, text: '' }] } }
    })
    const start = performance.now()
    const [change] = planFixes(many, new Map([['a.yaml', long]]))
    expect(change?.after).toBe('key: "x"\n'.repeat(20_000))
    expect(performance.now() - start).toBeLessThan(2000)
  })

  it.each([
    ['nothing', []],
    ['changes that overlap each other', [['prot: 1', 'x'] as const, ['prot', 'y'] as const]],
  ])('refuses a fix of %s', (_, changes) => {
    expect(plan(fixOf('a.yaml', text, ...changes))).toEqual([])
  })
})

describe('writeChange', () => {
  it('keeps mark, line ends and permissions', async () => {
    const windows = `\ufeff${text.replaceAll('\n', '\r\n')}`
    const { sandbox, context } = place({ 'a.yaml': windows })
    chmodSync(sandbox.path('a.yaml'), 0o600)
    const issue = fixOf('a.yaml', windows.slice(1), ['prot: 1', 'port: 1\n  more: 2'])
    const [change] = planFixes([issue], textsToFix([issue], sandbox.folder))
    await writeChange(context, {}, { root: sandbox.folder }, change as NonNullable<typeof change>)
    expect(readFileSync(sandbox.path('a.yaml'), 'utf8')).toBe('\ufeffserver:\r\n  port: 1\r\n  more: 2 # note\r\n  hots: a\r\n')
    expect(statSync(sandbox.path('a.yaml')).mode & 0o777).toBe(0o600)
  })

  it.each([
    ['changed since it was checked', 'FILE_CHANGED', (sandbox: Sandbox) => sandbox.write('a.yaml', `${text}more: 1\n`), 'port'],
    ['could not be read afterwards', 'FORMAT_EDIT', () => undefined, '"port'],
  ])('leaves a file that %s', async (_, code, meanwhile, by) => {
    const { sandbox, context } = place({ 'a.yaml': text })
    const issue = fixOf('a.yaml', text, ['prot', by])
    const [change] = planFixes([issue], textsToFix([issue], sandbox.folder))
    meanwhile(sandbox)
    const before = sandbox.read('a.yaml')
    await expect(writeChange(context, {}, { root: sandbox.folder }, change as NonNullable<typeof change>)).rejects.toMatchObject({
      code,
    })
    expect(sandbox.read('a.yaml')).toBe(before)
  })
})

describe('mend', () => {
  const check = (sandbox: Sandbox) => async () => {
    const now = sandbox.read('a.yaml')
    const wrong = (
      [
        ['prot', 'port'],
        ['hots', 'host'],
        ['port: 1', 'port: 80'],
      ] as const
    ).filter(([marked]) => now.includes(marked))
    return { root: sandbox.folder, issues: wrong.map((change) => fixOf('a.yaml', now, change)) }
  }

  it('checks again after each round, so that one fix may make room for another', async () => {
    const { sandbox, context } = place({ 'a.yaml': text })
    const { found, files, failures } = await mend(context, {}, check(sandbox))
    expect(sandbox.read('a.yaml')).toBe('server:\n  port: 80 # note\n  host: a\n')
    expect({ left: found.issues, files, failures }).toEqual({ left: [], files: [{ file: 'a.yaml', issues: 3 }], failures: [] })
  })

  it('ends when a fix does not mend', async () => {
    const { sandbox, context } = place({ 'a.yaml': 'n: 1\n' })
    let rounds = 0
    const { found } = await mend(context, {}, async () => {
      rounds++
      const now = sandbox.read('a.yaml')
      return { root: sandbox.folder, issues: [fixOf('a.yaml', now, ['1', '11'])] }
    })
    expect(rounds).toBeLessThan(15)
    expect(found.issues).toHaveLength(1)
  })

  it('does not touch a text that nobody checked', async () => {
    const { sandbox, context } = place({ 'a.yaml': text })
    const real = check(sandbox)
    const { failures } = await mend(context, {}, async () => {
      const found = await real()
      sandbox.write('a.yaml', `# somebody was here\n${sandbox.read('a.yaml')}`)
      return found
    })
    expect(failures).toMatchObject([{ code: 'FILE_CHANGED', file: 'a.yaml' }])
    expect(sandbox.read('a.yaml')).toContain('prot')
  })
})

describe('unifiedDiff', () => {
  const old = Array.from({ length: 30 }, (_, index) => `line ${index + 1}\n`).join('')
  const diffOf = (...changes: readonly (readonly [string, string])[]) => {
    const ordered = fixOf('a.yaml', old, ...changes).fix?.changes ?? []
    return unifiedDiff('a.yaml', { before: old, changes: ordered }, { before: old, after: changeText(old, ordered) })
  }

  it('shows changes with two lines around them, those near each other together', () => {
    expect(diffOf(['line 5\n', ''], ['line 8', 'eight'], ['line 20', 'twenty\nand one'])).toBe(`--- a/a.yaml
+++ b/a.yaml
@@ -3,8 +3,7 @@
 line 3
 line 4
-line 5
 line 6
 line 7
-line 8
+eight
 line 9
 line 10
@@ -18,5 +17,6 @@
 line 18
 line 19
-line 20
+twenty
+and one
 line 21
 line 22
`)
  })
})
