import { readFileSync, writeFileSync } from 'node:fs'
import { coercionDoc } from './coercion-doc.ts'

const file = 'docs/coercion.md'
writeFileSync(file, coercionDoc(readFileSync(file, 'utf8')))
