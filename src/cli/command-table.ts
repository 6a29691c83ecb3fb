import { cacheEntries } from './cache-entries.ts'
import type { CommandEntry, FlagEntry } from './command.ts'
import { fileFlag, fromFlag, revealFlag } from './input-flags.ts'
import { profileCommands } from './profile-commands.ts'
import { reportFlags } from './report-flags.ts'
import { runEntry } from './run-child/run-entry.ts'
import { schemaCommands } from './schema-commands.ts'
import { sealedCommands } from './sealed/sealed-commands.ts'
import { secretsCommands } from './secrets/secrets-commands.ts'
import { liveEntries } from './watch/entries.ts'

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
    formats: 'own',
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
      { flags: '--no-check', meaning: 'write it, whatever the schema of the manifest says' },
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
    formats: 'own',
    takesApplicationArgs: true,
  },
  runEntry(fileFlag, fromFlag),
  {
    name: 'diff',
    summary: 'compare the effective values of two profiles or files',
    group: values,
    args: [
      ['<a>', 'profile:staging, or a file'],
      ['<b>', 'profile:prod, or a file'],
    ],
    flags: [fromFlag, revealFlag],
    examples: [
      ['diff profile:staging profile:prod', 'with the places of both values'],
      ['diff profile:prod profile:prod,eu --json', 'for scripts'],
    ],
    kind: 'DiffResult',
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
      { flags: '--jobs <n>', meaning: 'check files in so many threads; default: 1, and from 5000 files on, more' },
      ...reportFlags,
    ],
    examples: [
      ['validate', 'the configuration of the active profile'],
      ['validate --all-profiles --max-warnings 0', 'for continuous integration'],
      ["validate 'config/**/*.yaml' --schema app.schema.json", 'files without a manifest'],
      ['validate --format sarif > report.sarif', 'for code scanning'],
    ],
    kind: 'ValidateResult',
    formats: 'own',
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
    formats: 'own',
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
    formats: 'own',
  },
  ...sealedCommands,
  ...secretsCommands,
  {
    name: 'render',
    summary: 'print the text that a template gives',
    group: files,
    args: [['<template>', 'a file with Jinja tags, such as app.yaml.tmpl']],
    flags: [
      { flags: '--data <file>', meaning: 'a file whose values the template sees (repeatable, later wins)', repeat: true },
      { flags: '--env <name>', meaning: 'an environment variable that it sees, as env.NAME (repeatable)', repeat: true },
      { flags: '--with-config', meaning: 'it also sees the configuration of the manifest, without secrets' },
      { flags: '--all-profiles', meaning: 'once for each profile' },
      { flags: '-o, --out <file>', meaning: 'write to this file; its name may hold {profile} and {variable}' },
      { flags: '--check', meaning: 'write nothing; show what would change, and fail if anything would' },
      { flags: '-w, --watch', meaning: 'write it again whenever something changes that it is made of' },
    ],
    examples: [
      ['render app.yaml.tmpl -p eu-prod -o out/eu-prod.yaml', 'with variables of a profile'],
      ['render app.yaml.tmpl --data values.yaml --set replicas=3', 'with data of your own'],
      ["render app.tmpl --all-profiles -o 'out/{profile}.yaml' --check", 'in continuous integration'],
    ],
    kind: 'RenderResult',
    formats: ['text', 'json', 'ndjson'],
  },
  ...profileCommands,
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
    formats: 'own',
  },
  ...schemaCommands,
  ...cacheEntries(project),
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
