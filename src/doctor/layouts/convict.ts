import { count } from '../../text/words.ts'
import { filesUsing, lineOf, type Usage } from '../code-search.ts'
import type { Found, FoundFile, Layout } from '../found.ts'

const call = /\bconvict\s*(?:<[^()]{0,500}>)?\(/

/** https://github.com/mozilla/node-convict: a schema object in code, which says defaults, variables and formats. */
export const convict: Layout = {
  tool: 'convict',
  async recognise(project) {
    const used = filesUsing(project, 'convict').filter(({ code }) => call.test(code))
    if (used.length === 0) return []
    const loaded = [...new Set(used.flatMap(filesLoaded))].filter((name) => project.files.includes(name))
    const found: Found = {
      tool: 'convict',
      files: [
        ...used.map(({ file, code }): FoundFile => ({ file, role: 'code', keys: countDefaults(code) })),
        ...loaded.map((file): FoundFile => ({ file, role: 'data' })),
      ],
      keys: used.reduce((total, { code }) => total + countDefaults(code), 0),
      profiles: [],
      notes: used.map(
        ({ file, code }) => `${file}:${lineOf(code, call)} has the schema, with ${count(countVariables(code), 'variable')}`,
      ),
      next: loaded.length === 0 ? [] : [`schema infer ${loaded.join(' ')} --out schema.json`],
      issues: [],
    }
    return [found]
  },
}

/** Every setting of convict has a default. */
function countDefaults(code: string): number {
  return [...code.matchAll(/(?:^|[{,\s])['"]?default['"]?\s*:/g)].length
}

function countVariables(code: string): number {
  return [...code.matchAll(/(?:^|[{,\s])['"]?env['"]?\s*:\s*['"][A-Za-z_]\w*['"]/g)].length
}

function filesLoaded({ code }: Usage): readonly string[] {
  const calls = [...code.matchAll(/\.loadFile\s*\(\s*\[?([^)]{0,500})\)/g)].map(([, inside = '']) => inside)
  return calls.flatMap((inside) => [...inside.matchAll(/['"](?:\.\/)?([^'"]+\.\w+)['"]/g)].map(([, name = '']) => name))
}
