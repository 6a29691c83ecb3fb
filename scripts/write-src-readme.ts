import { writeFileSync } from 'node:fs'
import { srcReadme } from './src-readme.ts'

writeFileSync('src/README.md', srcReadme())
