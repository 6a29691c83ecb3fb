import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'

let folder = ''
beforeEach(() => {
  folder = fs.mkdtempSync(join(os.tmpdir(), 'without-crypto-'))
})
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }))

/** What of cryptography a process has loaded after it read a file: ours, the library's, and that of Node. */
function loadedBy(content: string): readonly string[] {
  fs.writeFileSync(join(folder, 'app.yaml'), content)
  const root = join(import.meta.dirname, '..', '..', 'index.ts')
  const script = `
    import { registerHooks } from 'node:module'
    const seen = []
    registerHooks({ load(url, context, next) { seen.push(url); return next(url, context) } })
    const { createConfig, file } = await import(${JSON.stringify(root)})
    await createConfig({ root: ${JSON.stringify(folder)}, sources: [file('app.yaml')] }).catch(() => undefined)
    const found = seen.filter((url) => /src[/]crypto|age-encryption|@noble|^node:crypto/.test(url))
    if (process.moduleLoadList.includes('NativeModule crypto')) found.push('node:crypto')
    console.log(JSON.stringify(found))`
  const words = ['--conditions=configmanage-source', '--disable-warning=ExperimentalWarning', '--input-type=module', '-e', script]
  const { stdout, stderr } = spawnSync(process.execPath, words, {
    encoding: 'utf8',
    env: { HOME: folder, PATH: process.env.PATH },
  })
  expect(stderr).toBe('')
  return JSON.parse(stdout) as readonly string[]
}

it('loads nothing of cryptography for files that are not sealed', () => {
  expect(loadedBy('host: example.org\nport: 80\n')).toEqual([])
})

it('loads it for a file that is', () => {
  const sealed = 'a: ENC[AES256_GCM,data:AA==,iv:AA==,tag:AA==,type:str]\nsops:\n  mac: x\n  version: 3.9.0\n'
  expect(loadedBy(sealed).length).toBeGreaterThan(0)
})
