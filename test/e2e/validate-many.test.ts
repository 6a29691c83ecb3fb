import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { Sandbox } from './cli-sandbox.ts'
import { deploymentSchema, writeKubernetesFiles } from './kubernetes-files.ts'

function sandboxWith(count: number): { readonly sandbox: Sandbox; readonly files: readonly string[] } {
  const sandbox = new Sandbox({ 'schema.json': JSON.stringify(deploymentSchema) })
  return { sandbox, files: writeKubernetesFiles(join(sandbox.folder, 'cluster'), count) }
}

it.each(['cluster', 'cluster/**/*.yaml', 'cluster/team-*/*'])('checks all files that %s means', async (word) => {
  const { sandbox } = sandboxWith(600)
  expect(await sandbox.call(`validate ${word} --schema schema.json`)).toEqual({
    code: 0,
    stdout: 'fine: 600 files, no problems\n',
    stderr: '',
  })
})

it('finds the few that are wrong among many, each at its line', async () => {
  const { sandbox, files } = sandboxWith(600)
  const [first = '', second = '', third = ''] = [files[7], files[333], files[599]]
  const change = (name: string, from: RegExp, to: string): void => {
    const file = join('cluster', name)
    sandbox.write(file, sandbox.read(file).replace(from, to))
  }
  change(first, /replicas: \d/, 'replicas: many')
  change(second, /kind: Deployment/, 'kind: Deploymnet')
  rmSync(join(sandbox.folder, 'cluster', third))
  sandbox.write(join('cluster', third), 'apiVersion: [\n')
  const { code, stdout } = await sandbox.call('validate cluster --schema schema.json --format concise')
  expect(code).toBe(3)
  expect(stdout.trim().split('\n')).toEqual([
    expect.stringMatching(new RegExp(`^cluster/${second}:3:7: error .*VALUE_CHOICE`)),
    expect.stringMatching(new RegExp(`^cluster/${first}:11:13: error .*VALUE_TYPE`)),
    expect.stringMatching(new RegExp(`^cluster/${third}:\\d+:\\d+: error .*FORMAT_SYNTAX`)),
  ])
})
