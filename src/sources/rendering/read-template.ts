import { createHash } from 'node:crypto'
import { decode } from '../../formats/decode.ts'
import { nodePath } from '../../runtime/file-system.ts'
import { readFileBytes } from '../../runtime/read-file.ts'
import { type Rendered, renderTemplate } from '../../templates/render-template.ts'
import type { TemplateOptions } from '../../templates/template-options.ts'
import type { FileOptions } from '../file.ts'
import { large } from '../later.ts'
import { locationOf, shownPath } from '../location.ts'
import { namedFiles } from '../named-files.ts'
import type { ReadContext, TextReading } from '../source.ts'
import { checkTemplateOptions } from './check-options.ts'
import { templateData } from './template-data.ts'

/** The extra extension of templates: `app.yaml.tmpl`. */
const extension = /\.tmpl$/i

/**
 * A file that is rendered before it is read; `undefined` if there is none.
 * @throws ConfigError TEMPLATE_*, or that the file cannot be read
 */
export function readTemplate(path: string, uri: string, options: FileOptions, context: ReadContext): TextReading | undefined {
  const template = typeof options.template === 'object' ? options.template : {}
  checkTemplateOptions(template, locationOf(path, context.cwd).file)
  const rendered = renderFile(path, template, options, context)
  if (rendered === undefined) return undefined
  const { file } = locationOf(path, context.cwd)
  const { format, formatOptions } = options
  const version = createHash('sha256').update(rendered.text).update(JSON.stringify(rendered.files)).digest('base64')
  if (context.previous?.version === version) return context.previous.kind === 'bytes' ? context.previous : undefined
  const found: TextReading = {
    kind: 'bytes',
    uri,
    version,
    bytes: Buffer.from(rendered.text),
    file,
    format,
    formatOptions,
    section: options.section === undefined ? undefined : large().sectionOf(options),
    rendered: { name: file.replace(extension, ''), lines: rendered.lines },
  }
  namedFiles.set(found, [...rendered.files.map(({ absolute }) => absolute), ...dataFiles(template, context)])
  return found
}

/** What the template takes data from. */
function dataFiles({ data = [] }: TemplateOptions, { cwd }: ReadContext): readonly string[] {
  return [data].flat().map((file) => locationOf(file, cwd).absolute)
}

function renderFile(
  path: string,
  template: TemplateOptions,
  { encoding, maxBytes = Number.POSITIVE_INFINITY }: FileOptions,
  context: ReadContext,
): Rendered | undefined {
  const { absolute, file } = locationOf(path, context.cwd)
  const most = Math.min(maxBytes, context.maxBytes)
  const read = (from: string, shown: string): string | undefined => {
    const content = readFileBytes(from, { file: shown, maxBytes: most })
    return content && decode(content.bytes, shown, encoding)
  }
  const source = read(absolute, file)
  if (source === undefined) return undefined
  return renderTemplate({
    ...template,
    main: { absolute, file, source },
    data: templateData(template, context),
    folder: nodePath().resolve(context.cwd, template.folder ?? '.'),
    access: { read, shown: (from) => shownPath(from, context.cwd) },
  })
}
