import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { startService } from '../../examples/live-service/service.ts'

it('the example service follows its configuration without a restart', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'live-service-'))
  cpSync('examples/live-service/config', join(folder, 'config'), { recursive: true })
  const path = join(folder, 'config/service.yaml')
  const original = readFileSync(path, 'utf8')
  const lines: string[] = []
  const service = await startService(folder, (line) => lines.push(line))
  const ask = async (route: string): Promise<string> => (await fetch(`${service.url}${route}`)).text()
  const status = async (): Promise<number> => (await fetch(`${service.url}/health`)).status
  try {
    expect(await ask('/')).toBe('Hello')
    expect(await status()).toBe(200)

    writeFileSync(path, original.replace('Hello', 'Good day').replace('shout: false', 'shout: true'))
    await expect.poll(() => ask('/')).toBe('GOOD DAY!')

    writeFileSync(path, original.replace('perMinute: 60', 'perMinute: none'))
    await expect.poll(status).toBe(503)
    expect(await ask('/')).toBe('GOOD DAY!')

    writeFileSync(path, original.replace('perMinute: 60', 'perMinute: 10').replace('port: 0', 'port: 1'))
    await expect.poll(() => ask('/limits')).toBe('{"bodyBytes":1048576,"perMinute":10}')
    expect(await status()).toBe(200)
    expect(service.config.value.server.port).toBe(0)
    expect(lines).toEqual([
      'generation 2',
      expect.stringMatching(/^refused: .*limits\.perMinute/),
      expect.stringMatching(/generation 3|limit:/),
      expect.stringMatching(/generation 3|limit:/),
      'the address changed; restart to use it',
    ])
  } finally {
    await service.close()
    rmSync(folder, { recursive: true, force: true })
  }
})
