import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { blocksOf, fencesOf, matches } from './blocks.ts'
import { Page, type Printed } from './replay.ts'

const pages = [
  ...globSync('*.md'),
  ...globSync('docs/**/*.md'),
  ...globSync('examples/**/*.md', { exclude: ['**/node_modules/**'] }),
].sort()

const nodeMajor = Number.parseInt(process.versions.node, 10)

describe('the pages', () => {
  it('are found', () => {
    expect(pages).toContain('README.md')
    expect(pages.length).toBeGreaterThan(8)
  })

  it('link to pages and headings that exist', () => {
    expect(pages.flatMap(brokenLinksOf)).toEqual([])
  })

  it('describe instead of praising', () => {
    expect(pages.flatMap(praiseIn)).toEqual([])
  })

  it('name only npm scripts that exist', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Readonly<Record<string, string>> }
    const named = pages.flatMap((page) =>
      [...readFileSync(page, 'utf8').matchAll(/npm run ([a-z:\d-]+)/g)].map(([, script]) => script ?? ''),
    )
    expect(named.filter((script) => !(script in scripts))).toEqual([])
  })
})

describe.each(pages.filter((page) => blocksOf(readFileSync(page, 'utf8')).length > 0))('%s', (page) => {
  let folder: Page
  beforeAll(() => {
    folder = new Page()
  })
  afterAll(() => folder?.[Symbol.dispose]())

  for (const block of blocksOf(readFileSync(page, 'utf8'))) {
    if (block.kind === 'file') {
      it(`line ${block.line}: writes ${block.path}`, () => folder.write(block))
    } else if (block.kind === 'program') {
      it(`line ${block.line}: the program runs`, (context) => {
        if (nodeMajor < 24 && /\busing\b/.test(block.code))
          context.skip('the block says `using`, which Node knows from version 24')
        const printed = folder.run(block)
        expect(printed.status, printed.text).toBe(0)
        if (block.output !== undefined) expectText(printed, block.output)
      })
    } else {
      for (const { command, output } of block.commands) {
        it(`line ${block.line}: $ ${command}`, () => expectText(folder.command(command), output))
      }
    }
  }
})

function expectText(printed: Printed, expected: string): void {
  // Equal texts are compared as texts, so that a failure shows the difference.
  if (!matches(printed.text, expected)) expect(printed.text).toBe(expected)
}

function brokenLinksOf(page: string): readonly string[] {
  const targets = [...withoutCode(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target ?? '')
  const own = targets.filter((target) => !/^[a-z]+:/.test(target))
  return own.filter((target) => !linkHolds(page, target)).map((target) => `${page}: ${target}`)
}

function linkHolds(page: string, target: string): boolean {
  const [path = '', heading] = target.split('#')
  const file = path === '' ? page : join(dirname(page), path)
  if (!existsSync(file)) return false
  return heading === undefined || headingsOf(file).includes(heading)
}

/** As the code host names them: lower case, spaces to dashes, no punctuation. */
function headingsOf(page: string): readonly string[] {
  const titles = [...withoutCode(page).matchAll(/^#{1,6} (.+)$/gm)].map(([, title]) => title ?? '')
  return titles.map((title) =>
    title
      .toLowerCase()
      .replace(/[^\p{Letter}\p{Number}\s_-]/gu, '')
      .trim()
      .replaceAll(' ', '-'),
  )
}

const praise =
  /\b(blazing(ly)?|lightning[- ]fast|revolutionary|seamless(ly)?|effortless(ly)?|cutting[- ]edge|world[- ]class|best[- ]in[- ]class|game[- ]chang\w+|supercharge\w*|enterprise[- ]grade|state[- ]of[- ]the[- ]art|next[- ]generation|powerful|robust|unleash|delightful)\b/gi

function praiseIn(page: string): readonly string[] {
  return [...withoutCode(page).matchAll(praise)].map(([word]) => `${page}: "${word}"`)
}

function withoutCode(page: string): string {
  const text = readFileSync(page, 'utf8')
  return fencesOf(text).reduce((rest, { body }) => rest.replace(body, '\n'), text)
}
