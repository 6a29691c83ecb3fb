import { filesUsing, lineOf } from '../code-search.ts'
import { countKeys } from '../environments.ts'
import type { Found, FoundFile, Layout } from '../found.ts'
import type { ProjectFiles } from '../project-files.ts'

const call = /\b(?:loadConfig|watchConfig|createDefineConfig)\s*(?:<[^()]{0,500}>)?\(/

/** Tools that read files of this form themselves. */
const others = new Set(
  'astro ava babel biome commitlint cypress drizzle esbuild eslint jest karma knip lint-staged next playwright postcss prettier rolldown rollup stylelint svelte tailwind tsup vite vitest vue webpack configmanage'.split(
    ' ',
  ),
)

/** https://github.com/unjs/c12: `name.config.*` and `.namerc`, for tools and programs that call loadConfig. */
export const c12: Layout = {
  tool: 'c12',
  async recognise(project) {
    const used = filesUsing(project, 'c12').filter(({ code }) => call.test(code))
    if (used.length === 0 && !project.dependencies.has('c12')) return []
    const names = used.flatMap(({ code }) => [...code.matchAll(/\bname\s*:\s*['"]([\w.-]+)['"]/g)].map(([, name = '']) => name))
    const configs = filesNamed(project, names)
    if (used.length === 0 && configs.length === 0) return []
    const data = await Promise.all(configs.map((file) => describe(project, file)))
    const readable = data.filter(({ keys }) => keys !== undefined).map(({ file }) => file)
    const programs = data.filter(({ role }) => role === 'code').map(({ file }) => file)
    const found: Found = {
      tool: 'c12',
      files: [...used.map(({ file }): FoundFile => ({ file, role: 'code' })), ...data],
      keys: data.reduce((total, { keys = 0 }) => total + keys, 0),
      profiles: [],
      notes: [
        ...used.map(({ file, code }) => `${file}:${lineOf(code, call)} loads it`),
        ...programs.map((file) => `${file} is a program, and was not run`),
      ],
      next: readable.length === 0 ? [] : [`schema infer ${readable.join(' ')} --out schema.json`],
      issues: (await Promise.all(readable.map((file) => project.read(file)))).flatMap(({ issues }) => issues),
    }
    return [found]
  },
}

function filesNamed(project: ProjectFiles, names: readonly string[]): readonly string[] {
  const all = project.matching(/^[^/]+\.config\.(?:[cm]?[jt]s|jsonc?|json5|ya?ml|toml)$/)
  const known = names.length > 0 ? new Set(names) : undefined
  const configs = all.filter((file) => {
    const name = file.slice(0, file.indexOf('.config.'))
    return known === undefined ? !others.has(name) : known.has(name)
  })
  const rc = names.flatMap((name) =>
    [`.${name}rc`, `.config/${name}.ts`, `.config/${name}.json`].filter((file) => project.files.includes(file)),
  )
  return [...configs, ...rc]
}

async function describe(project: ProjectFiles, file: string): Promise<FoundFile> {
  if (/\.[cm]?[jt]s$/.test(file)) return { file, role: 'code' }
  return { file, role: 'data', keys: countKeys(await project.read(file)) }
}
