/** The folders of src, from the ground up. A file may import its own folder and folders on lower floors. */
export interface Floor {
  readonly name: string
  /** On an ordered floor, a folder may also import the folders before it. */
  readonly ordered?: true
  readonly folders: Readonly<Record<string, string>>
}

export const floors: readonly Floor[] = [
  {
    name: 'vocabulary',
    ordered: true,
    folders: {
      values: 'what a configuration value is',
      text: 'places in text, and words for people',
      errors: 'what can go wrong, and how it is said',
      runtime: 'the outside world, behind one object',
    },
  },
  {
    name: 'mechanisms',
    folders: {
      formats: 'text to document and back',
      merge: 'layers into one tree',
      references: 'values that refer to other values',
      profiles: 'which environment',
      templates: 'files that are rendered before they are read',
      schema: 'what is allowed',
      cache: 'bytes with an age',
      watch: 'when files change',
    },
  },
  {
    name: 'services',
    folders: {
      sources: 'where values come from',
      validation: 'checking a tree',
      subscriptions: 'who is told of which change',
      export: 'trees for other programs',
      crypto: 'sealed files and the keys to them',
      lint: 'what is allowed and still likely a mistake',
      doctor: 'layouts of other tools, recognised',
    },
  },
  { name: 'secrets', folders: { secrets: 'values that must not leak, and where they are kept' } },
  {
    name: 'heart',
    ordered: true,
    folders: {
      config: 'the pipeline and the Config object',
      workers: 'one configuration for several threads and processes',
      manifest: 'a definition in a file of its own',
    },
  },
  { name: 'programs', folders: { cli: 'the command line' } },
]

/** Folders that also run in a browser: nothing of Node in them, and no values from folders that are not here. */
export const portable: readonly string[] = [
  'values',
  'text',
  'errors',
  'formats',
  'merge',
  'references',
  'profiles',
  'schema',
  'validation',
  'subscriptions',
  'export',
]

/** Beside the floors: for users' tests and ours. Imports any floor below the programs; nobody imports it. */
export const beside = { testing: 'fakes and contracts, for users and for us' } as const

/** The only places that may touch the process, the clock and the console. */
export const doors: readonly string[] = ['src/runtime/node-runtime.ts', 'src/cli/']

/** Values that a portable file may take from `runtime` all the same, each with the reason. */
export const exceptions: Readonly<Record<string, { readonly takes: string; readonly because: string }>> = {
  'src/formats/later.ts': {
    takes: 'src/runtime/require-module.ts',
    because: 'what is only said of mistakes is loaded with the first one; a build for browsers replaces this one file',
  },
  'src/formats/yaml/later.ts': {
    takes: 'src/runtime/require-module.ts',
    because: 'places and warnings are asked for synchronously; a build for browsers replaces this one file',
  },
  'src/formats/json/places.ts': {
    takes: 'src/runtime/require-module.ts',
    because: 'places are asked for synchronously, and few programs ask; a build for browsers replaces this one file',
  },
  'src/formats/yaml/yaml.ts': {
    takes: 'src/runtime/require-module.ts',
    because:
      'printing and editing are synchronous, but their library is loaded on first use; a build for browsers replaces this one file',
  },
  'src/schema/builder/later.ts': {
    takes: 'src/runtime/require-module.ts',
    because: 'other programs check synchronously, and few do at all; a build for browsers replaces this one file',
  },
  'src/schema/json-schema/later.ts': {
    takes: 'src/runtime/require-module.ts',
    because: 'schemas are checked synchronously, and few need this; a build for browsers replaces this one file',
  },
}
