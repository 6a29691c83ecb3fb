/** The fenced blocks of a Markdown page, and what is to be done with each. */
export type Block =
  /** ```` ```yaml file=config/app.yaml ````: written into the page's folder. */
  | { readonly kind: 'file'; readonly line: number; readonly path: string; readonly content: string }
  /** ```` ```ts run ````: run; when ```` ```text output ```` follows, its output is compared. */
  | { readonly kind: 'program'; readonly line: number; readonly code: string; readonly output: string | undefined }
  /** ```` ```console ````: each `$ command` is run, and what it prints is compared with the lines below it. */
  | { readonly kind: 'console'; readonly line: number; readonly commands: readonly ConsoleCommand[] }

export interface ConsoleCommand {
  readonly command: string
  readonly output: string
}

interface Fence {
  readonly line: number
  readonly info: string
  readonly body: string
}

export function blocksOf(page: string): readonly Block[] {
  const fences = fencesOf(page)
  return fences.flatMap((fence, index): Block[] => {
    const { line, info, body } = fence
    const path = /(?:^| )file=(\S+)/.exec(info)?.[1]
    if (path !== undefined) return [{ kind: 'file', line, path, content: body }]
    if (info === 'console') return [{ kind: 'console', line, commands: commandsOf(body) }]
    if (info !== 'ts run') return []
    const next = fences[index + 1]
    return [{ kind: 'program', line, code: body, output: next?.info === 'text output' ? next.body : undefined }]
  })
}

export function fencesOf(page: string): readonly Fence[] {
  const fences: Fence[] = []
  let open: { line: number; mark: string; info: string; body: string[] } | undefined
  for (const [index, text] of page.split('\n').entries()) {
    const mark = /^(`{3,})(.*)$/.exec(text)
    if (open === undefined && mark) open = { line: index + 1, mark: mark[1] ?? '', info: (mark[2] ?? '').trim(), body: [] }
    else if (open !== undefined && text === open.mark) {
      fences.push({ line: open.line, info: open.info, body: `${open.body.join('\n')}\n` })
      open = undefined
    } else open?.body.push(text)
  }
  if (open !== undefined) throw new Error(`the block that begins in line ${open.line} has no end`)
  return fences
}

function commandsOf(body: string): readonly ConsoleCommand[] {
  const parts = body.split(/^\$ /m).slice(1)
  return parts.map((part) => {
    const end = part.indexOf('\n')
    return { command: part.slice(0, end), output: part.slice(end + 1) }
  })
}

/** `...` stands for anything: on a line of its own for any number of lines, inside a line for a part of it. */
export function matches(actual: string, expected: string): boolean {
  const lines = expected.trimEnd().split('\n')
  const pattern = lines.map((line) =>
    line.trim() === '...'
      ? '(?:[^\\n]*(?:\\n|$))*?'
      : `${asPattern(line.trimEnd()).replaceAll('\\.\\.\\.', '[^\\n]*')}[ \\t]*(?:\\n|$)`,
  )
  return new RegExp(`^${pattern.join('')}$`).test(actual.trimEnd())
}

function asPattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
