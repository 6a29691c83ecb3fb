import { resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import { Sandbox } from './cli-sandbox.ts'
import { LanguageServer } from './language-server.ts'

const program = `import { s } from ${JSON.stringify(resolve('src/schema/index.ts'))}
export default {
  schema: s.object({
    server: s.object({ port: s.port().describe('The port to listen at.'), timeout: s.duration().default('30s') }),
    log: s.object({ level: s.enum(['debug', 'info', 'warn']).default('info') }),
    name: s.string(),
  }),
  sources: [{ kind: 'file', name: 'file:config/app.yaml', read: () => undefined }],
}
`

interface Diagnostics {
  readonly uri: string
  readonly diagnostics: readonly { readonly message: string; readonly range: { readonly start: { readonly line: number } } }[]
}

/** A YAML file of a project, in yaml-language-server, by nothing but the line that \`schema editor\` writes into it. */
async function open(text: string): Promise<{ server: LanguageServer; uri: string; diagnostics: Diagnostics['diagnostics'] }> {
  const sandbox = new Sandbox({ 'configmanage.config.ts': program, 'config/app.yaml': text })
  const { code, stderr } = await sandbox.call('schema editor --headers --write')
  expect({ code, stderr }).toMatchObject({ code: 0 })
  const server = new LanguageServer(
    fileURLToPath(import.meta.resolve('yaml-language-server/bin/yaml-language-server')),
    sandbox.folder,
  )
  const rootUri = pathToFileURL(sandbox.folder).href
  const uri = pathToFileURL(`${sandbox.folder}/config/app.yaml`).href
  await server.request('initialize', {
    processId: process.pid,
    rootUri,
    capabilities: {
      textDocument: { completion: { completionItem: { snippetSupport: true } }, hover: {} },
      workspace: { configuration: true },
    },
    workspaceFolders: [{ uri: rootUri, name: 'test' }],
  })
  server.notify('initialized', {})
  server.notify('workspace/didChangeConfiguration', {
    settings: { yaml: { validate: true, hover: true, completion: true, schemaStore: { enable: false } } },
  })
  const published = server.notice<Diagnostics>('textDocument/publishDiagnostics', (params) => params.uri === uri)
  server.notify('textDocument/didOpen', {
    textDocument: { uri, languageId: 'yaml', version: 1, text: sandbox.read('config/app.yaml') },
  })
  return { server, uri, diagnostics: (await published).diagnostics }
}

describe('yaml-language-server', () => {
  it('shows a wrong value where it stands', async () => {
    const { server, diagnostics } = await open('server:\n  port: 99999\n  timeout: soon\nlog:\n  level: loud\n')
    using _ = server
    expect(diagnostics.map(({ range }) => range.start.line).sort()).toEqual([2, 3, 5])
  })

  it('takes what is right: amounts in their notation, references, and a file with only a part', async () => {
    const { server, diagnostics } = await open('server:\n  port: ${env:PORT}\n  timeout: 5m\n')
    using _ = server
    expect(diagnostics).toEqual([])
  })

  it('completes keys and choices, and shows descriptions', async () => {
    const { server, uri } = await open('server:\n  port: 80\nlog:\n  level: \n')
    using _ = server
    const position = { line: 4, character: 9 }
    const found = (await server.request('textDocument/completion', { textDocument: { uri }, position })) as {
      items: readonly { label: string }[]
    }
    expect(found.items.map(({ label }) => label)).toEqual(expect.arrayContaining(['debug', 'info', 'warn']))
    const hover = await server.request('textDocument/hover', { textDocument: { uri }, position: { line: 2, character: 4 } })
    expect(JSON.stringify(hover)).toContain('The port to listen at.')
  })
})
