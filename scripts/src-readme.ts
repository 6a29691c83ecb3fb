import { beside, type Floor, floors, portable } from '../test/architecture/floors.ts'

/** The text of src/README.md: floors and folders, from test/architecture/floors.ts. */
export function srcReadme(): string {
  const rows = floors.flatMap((floor, index) =>
    Object.entries(floor.folders).map(([folder, what]) => row(index + 1, floor, folder, what)),
  )
  return `<!-- Written by scripts/write-src-readme.ts from test/architecture/floors.ts. Edit that file, then: npm run readme -->

# The sources

Folders are named with the words of the domain and stacked on floors. A file may import its own folder and folders on
lower floors, never upward and never across; \`test/architecture\` sees to it.

| floor | | folder | what it is about | browser |
|---|---|---|---|---|
${rows.reverse().join('\n')}

${Object.entries(beside)
  .map(([folder, what]) => `Beside the floors: [${folder}](${folder}), ${what}. Nothing in here imports it.`)
  .join('\n')}

\`\`\`text
${floors.map(diagramLine).reverse().join('\n')}
\`\`\`

On the ground floor a folder may also import the folders to its right. "Browser" marks folders that never import
\`node:\`. \`index.ts\` is the front door: it lists what users may import, name by name. Inside \`src\`, files import each
other by their own path.
`
}

function row(level: number, floor: Floor, folder: string, what: string): string {
  return `| ${level} | ${floor.name} | [${folder}](${folder}) | ${what} | ${portable.includes(folder) ? 'yes' : ''} |`
}

function diagramLine(floor: Floor, index: number): string {
  const names = Object.keys(floor.folders)
  const drawn = floor.ordered ? names.toReversed().join(' ─▶ ') : names.join('   ')
  return ` ${index + 1}  ${floor.name.padEnd(12)}${drawn}`
}
