import { existsSync } from 'node:fs'
import { isAbsolute } from 'node:path'
import { expect, it } from 'vitest'
import { createSandbox, type SandboxOptions } from './sandbox.ts'

it('has the files it was given, and takes more', () => {
  using sandbox = createSandbox({ files: { 'config/base.yaml': 'port: 1\n' } })
  sandbox.write('config/deep/er.toml', new TextEncoder().encode('a = 1'))

  expect(isAbsolute(sandbox.folder)).toBe(true)
  expect(sandbox.read('config/base.yaml')).toBe('port: 1\n')
  expect(sandbox.read('config/deep/er.toml')).toBe('a = 1')
})

it('is a world of its own', async () => {
  using sandbox = createSandbox({ env: { SHOP_PORT: '1' }, args: ['--port', '2'], stdin: 'a: 1' })
  const { runtime } = sandbox

  expect(runtime.env).toEqual({ SHOP_PORT: '1' })
  expect(runtime.args).toEqual(['--port', '2'])
  expect(runtime.cwd).toBe(sandbox.folder)
  expect(new TextDecoder().decode(await runtime.stdin())).toBe('a: 1')
  expect(runtime.clock.now()).toBe(runtime.clock.now())
  expect(runtime.logger.records).toEqual([])
})

it('has no environment, arguments or input unless given', async () => {
  using sandbox = createSandbox()
  expect([sandbox.runtime.env, sandbox.runtime.args, await sandbox.runtime.stdin()]).toEqual([{}, [], new Uint8Array()])
})

it('is gone when it is disposed of, and may be disposed of twice', () => {
  const sandbox = createSandbox({ files: { a: '' } })
  sandbox[Symbol.dispose]()
  sandbox[Symbol.dispose]()
  expect(existsSync(sandbox.folder)).toBe(false)
})

it('refuses an option that there is not', () => {
  const options = { file: { 'app.yaml': 'a: 1' } } as SandboxOptions
  expect(() => createSandbox(options)).toThrow(expect.objectContaining({ code: 'OPTION_INVALID' }))
})
