import { basename } from '../base-name.ts'
import type { LintFile } from '../subject.ts'

/** A file in the form of .env that is used: `.env`, `.env.prod`, `shop.env`; not `.env.example`. */
export function isDotenvFile({ file, format }: LintFile): boolean {
  return format === 'dotenv' && !/(?:example|sample|template|dist|defaults?|schema)/i.test(basename(file))
}
