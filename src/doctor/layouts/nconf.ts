import { isMap } from '../../values/value.ts'
import { filesUsing, lineOf, type Usage } from '../code-search.ts'
import { countKeys } from '../environments.ts'
import type { Found, FoundFile, Layout } from '../found.ts'
import type { ProjectFiles } from '../project-files.ts'

const stores = /\bnconf\s*\.\s*(?:argv|env|file|defaults|overrides|use|add)\s*\(/

/** https://github.com/indexzero/nconf: stores in an order that stands in code, and JSON files that they read. */
export const nconf: Layout = {
  tool: 'nconf',
  async recognise(project) {
    const used = filesUsing(project, 'nconf').filter(({ code }) => stores.test(code))
    if (used.length === 0) return []
    const names = [...new Set(used.flatMap((usage) => filesRead(usage, project)))]
    const data = await Promise.all(names.map(async (file) => ({ file, read: await project.read(file) })))
    const keys = new Set(data.flatMap(({ read }) => (isMap(read.document?.value) ? Object.keys(read.document.value) : [])))
    const found: Found = {
      tool: 'nconf',
      files: [
        ...used.map(({ file }): FoundFile => ({ file, role: 'code' })),
        ...data.map(({ file, read }): FoundFile => ({ file, role: 'data', keys: countKeys(read) })),
      ],
      keys: data.length === 1 && data[0] !== undefined ? (countKeys(data[0].read) ?? 0) : keys.size,
      profiles: [],
      notes: used.map(
        ({ file, code }) => `${file}:${lineOf(code, stores)} puts the stores in order: ${orderOf(code).join(', ')}`,
      ),
      next: names.length === 0 ? [] : [`schema infer ${names.join(' ')} --out schema.json`],
      issues: data.flatMap(({ read }) => read.issues),
    }
    return [found]
  },
}

/** In nconf the first store wins. */
function orderOf(code: string): readonly string[] {
  return [...new Set([...code.matchAll(/\.(argv|env|file|defaults|overrides)\s*\(/g)].map(([, store = '']) => store))]
}

function filesRead({ code }: Usage, project: ProjectFiles): readonly string[] {
  const named = [...code.matchAll(/['"`](?:\.{1,2}\/|\/){0,8}([\w./-]{1,200}\.(?:json|ya?ml|json5))['"`]/g)].map(
    ([, name = '']) => name,
  )
  return named.flatMap((name) => project.files.filter((file) => file === name || file.endsWith(`/${name}`)).slice(0, 1))
}
