/** The manifest: a definition in a file of its own, for programs that are not the application. */
export { findManifest, manifestNames } from './find-manifest.ts'
export { loadManifest, type LoadManifestOptions, type Manifest } from './load-manifest.ts'
