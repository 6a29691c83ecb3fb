import type { CodeEntry } from './code-entry.ts'

/** What a report is held against: comments that suppress an issue, baselines, the index of git. */
export const reportCodes = {
  SUPPRESSION_INVALID: {
    title: 'a suppression that cannot be used',
    cause: 'A `configmanage-ignore` comment names no code or an unknown one, gives no reason, or stands where it has no effect.',
    remedy: 'Write `# configmanage-ignore CODE: reason`, or `# configmanage-ignore CODE until 2027-03-31: reason`.',
  },
  SUPPRESSION_EXPIRED: {
    title: 'a suppression whose date has passed',
    cause: 'A `configmanage-ignore` comment ends with its `until` date, and the issue counts again.',
    remedy: 'Correct what it suppressed and remove the comment, or decide on a later date.',
  },
  SUPPRESSION_UNUSED: {
    title: 'a suppression that suppresses nothing',
    cause: 'The issue that a `configmanage-ignore` comment names is not found there any more.',
    remedy: 'Remove the comment, or the code that is not found.',
  },
  BASELINE_INVALID: {
    title: 'a baseline that cannot be used',
    cause: 'The file named by `--baseline` is not there, or is none that `--write-baseline` wrote.',
    remedy: 'Correct the name, restore the file, or write a new one with `--write-baseline`.',
  },
  BASELINE_STALE: {
    title: 'a baseline with entries that match nothing any more',
    cause: 'Issues of the baseline have been corrected, but are still listed in it, so they could come back unseen.',
    remedy: 'Write the baseline again with `--write-baseline`.',
  },
  GIT_FAILED: {
    title: 'git could not be asked',
    cause: 'There is no `git` command, the folder is in no repository, or git reported an error.',
    remedy: 'Install git or run the command inside the repository; without git, name the files instead.',
  },
} as const satisfies Record<string, CodeEntry>
