import type { Command } from './command.ts'

/** The code of each command of the table, loaded when the command is called. */
const loaders: Readonly<Record<string, () => Promise<Command<never>>>> = {
  get: () => import('./commands/get.ts').then((module) => module.get),
  set: () => import('./commands/set.ts').then((module) => module.set),
  unset: () => import('./commands/unset.ts').then((module) => module.unset),
  explain: () => import('./commands/explain.ts').then((module) => module.explain),
  export: () => import('./commands/export.ts').then((module) => module.exportValues),
  watch: () => import('./commands/watch.ts').then((module) => module.watch),
  status: () => import('./commands/status.ts').then((module) => module.status),
  validate: () => import('./commands/validate.ts').then((module) => module.validate),
  lint: () => import('./commands/lint.ts').then((module) => module.lint),
  convert: () => import('./commands/convert.ts').then((module) => module.convert),
  render: () => import('./commands/render.ts').then((module) => module.render),
  'keys generate': () => import('./commands/keys-generate.ts').then((module) => module.keysGenerate),
  'keys show': () => import('./commands/keys-show.ts').then((module) => module.keysShow),
  encrypt: () => import('./commands/encrypt.ts').then((module) => module.encrypt),
  decrypt: () => import('./commands/decrypt.ts').then((module) => module.decrypt),
  edit: () => import('./commands/edit.ts').then((module) => module.edit),
  rotate: () => import('./commands/rotate.ts').then((module) => module.rotate),
  'secrets list': () => import('./commands/secrets-list.ts').then((module) => module.secretsList),
  'secrets get': () => import('./commands/secrets-get.ts').then((module) => module.secretsGet),
  'secrets set': () => import('./commands/secrets-set.ts').then((module) => module.secretsSet),
  'secrets rm': () => import('./commands/secrets-rm.ts').then((module) => module.secretsRm),
  'secrets rotate': () => import('./commands/secrets-rotate.ts').then((module) => module.secretsRotate),
  'secrets scan': () => import('./commands/secrets-scan.ts').then((module) => module.secretsScan),
  'secrets audit': () => import('./commands/secrets-audit.ts').then((module) => module.secretsAudit),
  'git-merge': () => import('./commands/git-merge.ts').then((module) => module.gitMerge),
  'git-textconv': () => import('./commands/git-textconv.ts').then((module) => module.gitTextconv),
  'git-setup': () => import('./commands/git-setup.ts').then((module) => module.gitSetup),
  'profiles list': () => import('./commands/profiles-list.ts').then((module) => module.profilesList),
  doctor: () => import('./commands/doctor.ts').then((module) => module.doctor),
  'schema infer': () => import('./commands/schema-infer.ts').then((module) => module.schemaInfer),
  'schema export': () => import('./commands/schema-export.ts').then((module) => module.schemaExport),
  'schema docs': () => import('./commands/schema-docs.ts').then((module) => module.schemaDocs),
  'schema editor': () => import('./commands/schema-editor.ts').then((module) => module.schemaEditor),
  types: () => import('./commands/types.ts').then((module) => module.types),
  run: () => import('./commands/run.ts').then((module) => module.runCommand),
  'profiles show': () => import('./commands/profiles-show.ts').then((module) => module.profilesShow),
  'profiles graph': () => import('./commands/profiles-graph.ts').then((module) => module.profilesGraph),
  diff: () => import('./commands/diff.ts').then((module) => module.diff),
  'cache stats': () => import('./commands/cache.ts').then((module) => module.cacheStats),
  'cache prune': () => import('./commands/cache.ts').then((module) => module.cachePrune),
  'cache clear': () => import('./commands/cache.ts').then((module) => module.cacheClear),
  demo: () => import('./commands/demo.ts').then((module) => module.demo),
  completion: () => import('./commands/completion.ts').then((module) => module.completion),
  __complete: () => import('./commands/complete.ts').then((module) => module.complete),
}

/** The function of a command. It takes the flags that its entry in the table names. */
export function loadCommand(name: string): Promise<Command<never>> {
  const load = Object.hasOwn(loaders, name) ? loaders[name] : undefined
  return load ? load() : Promise.reject(new Error(`no code for the command ${name}`))
}
