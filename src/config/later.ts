import { requireModule } from '../runtime/require-module.ts'

/**
 * Parts of the engine that the first load of an ordinary configuration does not need. Each is a file of its own in
 * the package and loaded when it is used; a program that only reads its settings never pays for it.
 */

/** Definitions that want more than the first load does, and all that may be wrong. */
export function loading(): typeof import('./load.ts') {
  return requireModule('#engine/load')
}

/** References and secrets. */
export function resolving(): typeof import('./resolve-tree.ts') {
  return requireModule('#engine/resolving')
}

/** Merge strategies, `$merge` and `!unset`. */
export function byRules(): typeof import('../merge/by-rules.ts') {
  return requireModule('#engine/by-rules')
}

/** Reloads and overrides. */
export function again(): typeof import('./again.ts') {
  return requireModule('#engine/again')
}

/** Who is told of which change. */
export function subscribing(): typeof import('../subscriptions/subscriptions.ts') {
  return requireModule('#engine/subscribing')
}

/** Reloads by themselves. */
export function watching(): typeof import('./live/auto-reload.ts') {
  return requireModule('#engine/watching')
}

/** Files that values refer to, for who watches them. */
export function referring(): typeof import('./live/files-referred.ts') {
  return requireModule('#engine/referring')
}

/** The last known good, on disk. */
export function remembering(): typeof import('./live/last-known-good.ts') {
  return requireModule('#engine/remembering')
}

/** Handles of single paths. */
export function liveHandles(): typeof import('./live-handles.ts') {
  return requireModule('#engine/live-handles')
}

/** Explanations, suggestions for keys that do not exist, and versions. */
export function explaining(): typeof import('./explain.ts') {
  return requireModule('#engine/explaining')
}

/** Schemas and rules: what reads texts, fills in defaults and judges values. */
export function validating(): typeof import('./validating/make-checker.ts') {
  return requireModule('#engine/validating')
}

/** Options that are handed on to a format, and what is said of unknown ones. */
export function checkingOptions(): typeof import('./checking-options.ts') {
  return requireModule('#engine/checking-options')
}

/** Files that are sealed, and the keys to them. */
export function opening(): typeof import('./open-sealed.ts') {
  return requireModule('#engine/opening')
}

/** Every code of an issue, for options that name some. */
export function codes(): typeof import('../errors/catalogue.ts') {
  return requireModule('#engine/codes')
}

/** Places of texts that were rendered. */
export function throughTemplates(): typeof import('./through-template.ts') {
  return requireModule('#engine/through-template')
}

/** Profiles: which are in use, their order, and what goes with them. */
export function profiling(): typeof import('./profiling.ts') {
  return requireModule('#engine/profiling')
}

/** `$import` and `$when` in files. */
export function importing(): typeof import('./importing.ts') {
  return requireModule('#engine/importing')
}

/** Parts that are not loaded at the start. */
export function lazyParts(): typeof import('./lazy-parts.ts') {
  return requireModule('#engine/lazy-parts')
}

/** Trees that are large or not sound. */
export function checking(): typeof import('./checking.ts') {
  return requireModule('#engine/checking')
}

/** Stores of secrets, and what references to them mean. */
export function openingSecrets(): typeof import('./secrets/open-secrets.ts') {
  return requireModule('#engine/secrets')
}
