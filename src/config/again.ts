/** What a second load and an override need besides what the first one does. */
export { diffPaths } from '../merge/diff-paths.ts'
export { reconcile } from '../merge/reconcile.ts'
export { remerge } from '../merge/remerge.ts'
export { overrideLayer } from './override.ts'
export { rereadLayer } from './reread-json.ts'
export { statusOf } from './status.ts'
