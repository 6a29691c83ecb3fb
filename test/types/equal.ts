/** Whether two types are the same, with optional and read-only keys told apart. */
export type Equal<One, Other> = (<T>() => T extends One ? 1 : 2) extends <T>() => T extends Other ? 1 : 2 ? true : false

/** Compiles only for a type that is `true`. */
export function holds<_Claim extends true>(): void {}
