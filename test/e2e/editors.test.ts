import { execFile, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { createSandbox } from '../../src/testing/sandbox.ts'
import { fileWatcher } from '../../src/watch/file-watcher.ts'
import { readerOf } from '../../src/watch/saving.fixture.ts'

const run = promisify(execFile)
const typeInto = fileURLToPath(new URL('watching/type-into.py', import.meta.url))

/** Whether it can be run here; the build server has to have it. */
function has(program: string, check = '--version'): boolean {
  const isThere = spawnSync(program, [check], { stdio: 'ignore' }).error === undefined
  if (!isThere && process.env['REQUIRE_SERVICES'] === '1') throw new Error(`${program} is not installed`)
  return isThere
}

const vim = ['vim.tiny', 'vim'].find((name) => existsSync(`/usr/bin/${name}`)) ?? 'vim'
const text = (number: number): string => `number: ${number}\n${'# comment\n'.repeat(number * 30)}end: ${number}\n`

/** Saves some times, and checks that each content was read once it was there, and nothing else ever. */
async function editTimes(times: number, edit: (file: string, number: number) => Promise<unknown>): Promise<void> {
  using sandbox = createSandbox({ files: { 'config/app.yaml': text(0) } })
  const file = sandbox.path('config/app.yaml')
  const reader = await readerOf(fileWatcher({ lookEveryMs: 3_600_000 }), [{ kind: 'file', path: file }], file)
  const texts: string[] = []
  for (let number = 1; number <= times; number++) {
    await edit(file, number)
    const saved = sandbox.read('config/app.yaml')
    expect(saved).toContain(`end: ${number}`)
    await reader.reads(saved)
    texts.push(saved)
  }
  expect([...new Set(reader.contents)]).toEqual(texts)
  await reader.watching[Symbol.asyncDispose]()
}

const vimIsHere = has(vim)
describe.skipIf(!vimIsHere)(`${vim}${vimIsHere ? '' : ' is not installed'}`, () => {
  it.each([
    'set backupcopy=yes',
    'set backupcopy=no',
    'set backupcopy=auto',
    'set backupcopy=yes backup',
    'set backupcopy=no backup',
    'set nobackup nowritebackup',
    'set backupcopy=auto,breakhardlink',
  ])('saves, with "%s", what is read then', { timeout: 120_000 }, async (settings) => {
    await editTimes(10, (file, number) =>
      run(vim, ['-u', 'NONE', '-es', '-c', settings, '-c', `%s/\\d\\+$/${number}/`, '-c', 'wq', file]),
    )
  })
})

const nanoIsHere = has('nano') && has('python3')
describe.skipIf(!nanoIsHere)(`nano${nanoIsHere ? '' : ' or python3 is not installed'}`, () => {
  it.each([[[]], [['--backup']], [['--locking']]])('saves, with %j, what is read then', { timeout: 120_000 }, async (options) => {
    await editTimes(3, (file, number) =>
      // Goes to the end, adds a line, saves by Ctrl+S, leaves by Ctrl+X.
      run('python3', [typeInto, `\\x1b/|\\x10|end: ${number}\\r|\\x13|\\x18`, 'nano', '--ignorercfiles', ...options, file]),
    )
  })
})
