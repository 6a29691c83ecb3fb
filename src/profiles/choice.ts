import type { Sighting } from './detectors.ts'

/** What decided for a profile. */
export type ProfileChoice = ChoiceFacts &
  (
    | { readonly by: 'option' | 'default' | 'reserved' }
    /** `from`: the variable's name, the flag, or the detector. */
    | { readonly by: 'flag' | 'variable' | 'detector'; readonly from: string }
  )

interface ChoiceFacts {
  /** For people: `SHOP_ENV`, `kubernetes: the namespace "shop-prod"`. */
  readonly reason: string
  /** What detectors saw, whether it was decisive or not. Empty when they were not asked. */
  readonly seen: readonly Sighting[]
}
