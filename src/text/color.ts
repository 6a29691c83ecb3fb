/** Colours by what they mean. The text is the same without them. */
export interface Paint {
  readonly error: (text: string) => string
  readonly warning: (text: string) => string
  readonly good: (text: string) => string
  readonly strong: (text: string) => string
  readonly dim: (text: string) => string
  readonly accent: (text: string) => string
}

const same = (text: string): string => text

/** For files, pipes and people who asked for no colour. */
export const plainPaint: Paint = { error: same, warning: same, good: same, strong: same, dim: same, accent: same }

/** For terminals: the sixteen colours that every theme defines. */
export const terminalPaint: Paint = {
  error: wrap(31, 39),
  warning: wrap(33, 39),
  good: wrap(32, 39),
  strong: wrap(1, 22),
  dim: wrap(2, 22),
  accent: wrap(36, 39),
}

function wrap(open: number, close: number): (text: string) => string {
  return (text) => (text === '' ? '' : `\x1b[${open}m${text}\x1b[${close}m`)
}
