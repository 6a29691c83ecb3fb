/** User, process and program, as the audit log has them. */
export function whoAmI(program: string): string {
  return `${userName()} ${process.pid} ${program}`
}

/** In a container, the user may have a number and no name. */
function userName(): string {
  try {
    return process.getBuiltinModule('node:os').userInfo().username
  } catch {
    return `uid ${process.getuid?.() ?? '?'}`
  }
}
