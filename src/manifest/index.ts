/** The manifest: a definition in a file of its own, for programs that are not the application. */
export { findManifest, manifestNames } from './find-manifest.ts'
export { type LoadManifestOptions, loadManifest, type Manifest } from './load-manifest.ts'
