/** The library that does age. Loading it takes a while, so it is loaded with the first file or key that needs it. */
export function ageLibrary(): Promise<typeof import('age-encryption')> {
  return import('age-encryption')
}
