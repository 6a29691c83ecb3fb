/**
 * How many slips lead from one text to the other: a letter too many, one missing, a wrong one, or two swapped, also
 * when another slip has parted or joined those two (Damerau and Levenshtein, without restriction).
 */
export function editDistance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, column) => column)]
  /** By letter, the last row so far that has it. */
  const rowOf = new Map<string, number>()
  for (let row = 1; row <= a.length; row++) {
    const current = [row]
    const above = rows[row - 1] as number[]
    // The last column so far in which this row's letter stands.
    let columnOf = 0
    for (let column = 1; column <= b.length; column++) {
      const isSame = a[row - 1] === b[column - 1]
      const swapRow = rowOf.get(b[column - 1] as string) ?? 0
      let best = Math.min(
        (above[column] as number) + 1,
        (current[column - 1] as number) + 1,
        (above[column - 1] as number) + (isSame ? 0 : 1),
      )
      if (swapRow > 0 && columnOf > 0) {
        const before = (rows[swapRow - 1] as number[])[columnOf - 1] as number
        best = Math.min(best, before + (row - swapRow - 1) + 1 + (column - columnOf - 1))
      }
      current.push(best)
      if (isSame) columnOf = column
    }
    rowOf.set(a[row - 1] as string, row)
    rows.push(current)
  }
  return (rows[a.length] as number[])[b.length] as number
}
