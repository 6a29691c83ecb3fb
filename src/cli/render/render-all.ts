import type { GlobalFlags } from '../command.ts'
import type { CliContext } from '../context.ts'
import { textOfOutput, writeOutput } from './output-file.ts'
import { renderFor } from './render-for.ts'
import { type RenderFlags, type RenderTarget, renderTargets } from './render-targets.ts'

export type Texts = readonly { readonly target: RenderTarget; readonly text: string }[]

/**
 * The texts of all targets, and the files they were made of. All are rendered before anything is written, so that a
 * mistake leaves no half of them.
 * @throws ConfigError
 */
export async function renderAll(
  context: CliContext,
  template: string,
  flags: GlobalFlags & RenderFlags,
): Promise<{ readonly texts: Texts; readonly files: readonly string[] }> {
  const { targets, definition } = await renderTargets(context, flags)
  const texts: { readonly target: RenderTarget; readonly text: string }[] = []
  const files = new Set<string>()
  for (const target of targets) {
    const rendered = await renderFor(context, template, flags, definition, target)
    texts.push({ target, text: rendered.text })
    for (const file of rendered.files) files.add(file)
  }
  return { texts, files: [...files] }
}

/** What became of one target. */
export interface WrittenFile {
  readonly profile: string | null
  readonly file: string
  /** False where the file had this content already. */
  readonly written: boolean
}

/** Writes what differs. */
export function writeAll(context: CliContext, texts: Texts): readonly WrittenFile[] {
  return texts.map(({ target: { profile, out = '' }, text }) => {
    const written = textOfOutput(context, out) !== text
    if (written) writeOutput(context, out, text)
    return { profile: profile ?? null, file: out, written }
  })
}
