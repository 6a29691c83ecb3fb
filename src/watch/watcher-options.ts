export interface WatcherOptions {
  /** Watching keeps the process alive. Default: false. */
  readonly keepAlive?: boolean
  /** Between two looks at everything: finds what the kernel did not tell. In milliseconds. Default: 5000. */
  readonly lookEveryMs?: number
  /** Between two looks at files of which the kernel may not tell: network drives. In milliseconds. Default: 1000. */
  readonly pollEveryMs?: number
}
