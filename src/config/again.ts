/** What a second load and an override need besides what the first one does. */
export { reconcile } from '../merge/reconcile.ts'
export { remerge } from '../merge/remerge.ts'
export { noSuchEvent } from './live/renewal-errors.ts'
export { Renewal } from './renewal.ts'
export { rereadLayer } from './reread-json.ts'
export { statusOf } from './status.ts'
