import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { errorsDoc } from './errors-doc.ts'

const file = 'docs/errors.md'
writeFileSync(file, errorsDoc(existsSync(file) ? readFileSync(file, 'utf8') : ''))
