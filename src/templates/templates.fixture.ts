import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { ConfigError } from '../errors/config-error.ts'
import type { Issue } from '../errors/issue.ts'
import type { ValueMap } from '../values/value.ts'
import { type Rendered, renderTemplate, type TemplateInput } from './render-template.ts'

type Options = Partial<Pick<TemplateInput, 'limits' | 'trimBlocks' | 'lstripBlocks' | 'folder'>>

/** A folder with templates, removed when the test ends. */
export function templateFolder(files: Readonly<Record<string, string>>): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'configmanage-templates-')))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return folder
}

/** Renders `main.tmpl` of a folder, or a text as if it were that file. */
export function render(
  source: string,
  data: ValueMap = {},
  files: Readonly<Record<string, string>> = {},
  options: Options = {},
): Rendered {
  const folder = templateFolder(files)
  return renderIn(folder, source, data, options)
}

export function renderIn(folder: string, source: string, data: ValueMap = {}, options: Options = {}): Rendered {
  return renderTemplate({
    main: { absolute: join(folder, 'main.tmpl'), file: 'main.tmpl', source },
    data,
    folder,
    access: {
      read: (path) => (statSync(path, { throwIfNoEntry: false })?.isFile() ? readFileSync(path, 'utf8') : undefined),
      shown: (path) => path.slice(folder.length + 1),
    },
    ...options,
  })
}

/** The issue that rendering ends with. */
export function refusal(action: () => unknown): Issue {
  try {
    action()
  } catch (error) {
    if (ConfigError.is(error) && error.issues[0] !== undefined) return error.issues[0]
    throw error
  }
  throw new Error('nothing was refused')
}

/** `main.tmpl:2:6`. */
export function placeOf({ span }: Issue): string | undefined {
  return span && `${span.file}:${span.start.line}:${span.start.column}`
}
