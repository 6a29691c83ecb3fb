import type { CommandEntry, FlagEntry } from './command.ts'
import { fileFlag, fromFlag } from './input-flags.ts'
import { reportFlags } from './report-flags.ts'
import { generatedFlags } from './schema/generated-flags.ts'
import { liveEntries } from './watch/entries.ts'

const revealFlag: FlagEntry = { flags: '--reveal', meaning: 'show secrets' }
const toFileFlag: FlagEntry = { flags: '--to <file>', meaning: 'the file to change' }

const values = 'Values'
const files = 'Files'
const project = 'Project'
const help = 'Help'

/** Every command, in the order of the help. */
export const commandTable: readonly CommandEntry[] = [
  {
    name: 'get',
    summary: 'print one value',
    group: values,
    args: [['<path>', 'server.port, servers[0].host, or /servers/0/host']],
    flags: [fileFlag, fromFlag, { flags: '--default <value>', meaning: 'what to print when the key is missing' }, revealFlag],
    examples: [
      ['get server.port', 'the raw value, for scripts'],
      ['get server -p prod --json', 'a map as JSON, in profile prod'],
      ['get version --file package.json', 'from a file, without a manifest'],
    ],
    kind: 'GetResult',
    takesApplicationArgs: true,
  },
  {
    name: 'set',
    summary: 'change a value in a file, keeping comments and layout',
    group: values,
    args: [
      ['<path>', 'the key'],
      ['[value]', 'the new value; typed by what stands there now, unless --type says otherwise'],
    ],
    flags: [
      toFileFlag,
      {
        flags: '--type <type>',
        meaning: 'type of the value',
        choices: ['string', 'number', 'boolean', 'null', 'date', 'list', 'json'],
      },
      { flags: '--stdin', meaning: 'read the value from standard input' },
      { flags: '--from <format>', meaning: 'format of the file, if its name does not tell' },
    ],
    examples: [
      ['set server.port 8443 --to config/prod.yaml', 'a number stays a number'],
      ['set server.hosts a,b --to app.toml --type list', 'a list of texts'],
      ['set tls.key --stdin --to app.json < key.pem', 'a long text'],
    ],
    kind: 'SetResult',
  },
  {
    name: 'unset',
    summary: 'remove a key from a file, keeping comments and layout',
    group: values,
    args: [['<path>', 'the key']],
    flags: [toFileFlag, { flags: '--from <format>', meaning: 'format of the file, if its name does not tell' }],
    examples: [['unset server.debug --to config/prod.yaml', 'lower layers decide again']],
    kind: 'UnsetResult',
  },
  {
    name: 'explain',
    summary: 'show where a value comes from, or what an error code means',
    group: values,
    args: [['<path|CODE>', 'a key, or a code such as FORMAT_SYNTAX']],
    flags: [fileFlag, fromFlag, revealFlag],
    examples: [
      ['explain server.port -p prod', 'the layer that wins and those it hides'],
      ['explain server.port -- --server.port=1', 'with arguments of the application'],
      ['explain FORMAT_SYNTAX', 'cause and remedy of an error'],
    ],
    kind: 'Explanation',
    takesApplicationArgs: true,
  },
  ...liveEntries,
  {
    name: 'export',
    summary: 'print the effective configuration',
    group: values,
    args: [['[path]', 'only what is below this key']],
    flags: [
      fileFlag,
      fromFlag,
      { flags: '--only <glob>', meaning: 'only keys that fit: server.*, **.port (repeatable)', repeat: true },
      revealFlag,
    ],
    examples: [
      ['export --format yaml', 'everything'],
      ['export --format k8s-configmap -p prod | kubectl apply -f -', 'for Kubernetes'],
      ["export --format dotenv --only 'server.*'", 'a part, as variables'],
    ],
    kind: 'ExportResult',
    takesApplicationArgs: true,
  },
  {
    name: 'validate',
    summary: 'check syntax, references and values',
    group: files,
    args: [['[files...]', 'files, folders or patterns to check on their own; without any, the manifest']],
    flags: [
      fromFlag,
      { flags: '--schema <file>', meaning: 'hold files to this JSON Schema; without it, to the one that a file names' },
      { flags: '--all-profiles', meaning: 'check every profile' },
      { flags: '--staged', meaning: 'check what the next commit changes, as it is in the index of git' },
      ...reportFlags,
    ],
    examples: [
      ['validate', 'the configuration of the active profile'],
      ['validate --all-profiles --max-warnings 0', 'for continuous integration'],
      ["validate 'config/**/*.yaml' --schema app.schema.json", 'files without a manifest'],
      ['validate --format sarif > report.sarif', 'for code scanning'],
    ],
    kind: 'ValidateResult',
    takesApplicationArgs: true,
  },
  {
    name: 'lint',
    summary: 'find what is allowed and still likely to be a mistake',
    group: files,
    args: [['[files...]', 'files to look at on their own; without any, the whole project of the manifest']],
    flags: [
      fromFlag,
      { flags: '--rule <CODE=setting>', meaning: 'off, warn or error for one rule (repeatable)', repeat: true },
      { flags: '--list-rules', meaning: 'show all rules and their settings' },
      ...reportFlags,
    ],
    examples: [
      ['lint', 'all profiles, and all their files'],
      ['lint --rule absolute-path=off --max-warnings 0', 'for continuous integration'],
      ['lint .env config/*.yaml', 'files without a manifest'],
    ],
    kind: 'LintResult',
    takesApplicationArgs: true,
  },
  {
    name: 'convert',
    summary: 'write the same data in another format',
    group: files,
    args: [
      ['<in>', 'a file, or - for standard input'],
      ['<out>', 'a file, or - for standard output'],
    ],
    flags: [fromFlag, { flags: '--to <format>', meaning: 'target format, if the name of the file does not tell' }],
    examples: [
      ['convert app.ini app.toml', 'what is lost goes to standard error'],
      ['convert - - --from yaml --to json < app.yaml', 'in a pipe'],
    ],
    kind: 'ConvertResult',
  },
  {
    name: 'profiles list',
    summary: 'list the profiles of the manifest',
    group: project,
    args: [],
    flags: [],
    examples: [['profiles list --json', 'for scripts']],
    kind: 'ProfileList',
  },
  {
    name: 'doctor',
    summary: 'say what a project uses, and what is wrong with it',
    group: project,
    args: [],
    flags: reportFlags.filter(({ flags }) => flags !== '--fix' && flags !== '--dry-run'),
    examples: [
      ['doctor', 'in any project: also those of node-config, dotenv, convict, nconf, c12'],
      ['doctor --json', 'for scripts'],
    ],
    kind: 'DoctorResult',
  },
  {
    name: 'schema infer',
    summary: 'infer a schema',
    group: project,
    args: [['[files...]', 'files to look at; without any, all profiles of the manifest']],
    flags: [fromFlag, ...generatedFlags],
    examples: [
      ['schema infer --out schema.json', 'from all profiles'],
      ['schema infer config/*.yaml', 'from files'],
    ],
    kind: 'SchemaInfer',
  },
  {
    name: 'schema export',
    summary: 'print JSON Schema',
    group: project,
    args: [],
    flags: [
      { flags: '--to <version>', meaning: 'version of JSON Schema', choices: ['2020-12', 'draft-07'] },
      { flags: '--partial', meaning: 'for one file among several: nothing is required, references are allowed' },
      ...generatedFlags,
    ],
    examples: [
      ['schema export --out schema.json', 'from the builder, Zod, Valibot or ArkType'],
      ['schema export --out schema.json --check', 'fail in CI when it is out of date'],
    ],
    kind: 'SchemaExport',
  },
  {
    name: 'schema docs',
    summary: 'document it',
    group: project,
    args: [],
    flags: [{ flags: '--prefix <text>', meaning: 'what variables begin with, if not as in the manifest' }, ...generatedFlags],
    examples: [
      ['schema docs --out docs/settings.md', 'a page with tables'],
      ['schema docs --format dotenv --out .env.example', 'every variable'],
    ],
    kind: 'SchemaDocs',
  },
  {
    name: 'schema editor',
    summary: 'connect editors',
    group: project,
    args: [],
    flags: [
      { flags: '--write', meaning: 'write the settings of VS Code (or the lines), and the schema for editors' },
      { flags: '--headers', meaning: 'a line at the beginning of each file instead of settings' },
      { flags: '--schema <file>', meaning: 'name of the schema for editors; default configmanage.schema.json' },
    ],
    examples: [
      ['schema editor --write', 'for VS Code'],
      ['schema editor --headers --write', 'for every editor with a language server'],
    ],
    kind: 'SchemaEditor',
  },
  {
    name: 'types',
    summary: 'write TypeScript declarations',
    group: project,
    args: [],
    flags: [{ flags: '--name <Name>', meaning: 'name of the type of the whole; default Config' }, ...generatedFlags],
    examples: [
      ['types --out src/config.d.ts', 'after each change of the schema'],
      ['types --out src/config.d.ts --check', 'fail in CI when it is out of date'],
    ],
    kind: 'TypesResult',
  },
  {
    name: 'demo',
    summary: 'show the whole thing on an example, in a temporary folder',
    group: help,
    args: [],
    flags: [],
    examples: [['demo', 'takes a second or two']],
    kind: 'DemoResult',
  },
  {
    name: 'completion',
    summary: 'print the completion script of a shell',
    group: help,
    args: [['<shell>', 'bash, zsh, fish or powershell']],
    flags: [],
    examples: [
      ['completion bash >> ~/.bashrc', 'or: source <(configmanage completion bash)'],
      ['completion fish | source', 'for this session'],
    ],
    kind: 'CompletionResult',
  },
  {
    name: '__complete',
    summary: 'candidates for a command line, for the completion scripts',
    group: help,
    args: [['[words...]', 'the words so far, the one being typed last']],
    flags: [],
    examples: [],
    kind: 'CompletionResult',
    hidden: true,
  },
]
